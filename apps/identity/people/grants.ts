import type { Grant, KoaContextWithOIDC } from 'oidc-provider'
import { AUDIENCE, type LocalPerson, SCOPES } from '#platform/security'

/**
 * What a person grants the console is what the person's position may do: nobody is asked, since the application is ours,
 * and what the position may not do is refused without a question.
 */
export async function grantFor(
  { oidc }: KoaContextWithOIDC,
  people: ReadonlyMap<string, LocalPerson>,
): Promise<Grant | undefined> {
  const accountId = oidc.session?.accountId
  const person = people.get(accountId ?? '')
  const clientId = oidc.client?.clientId
  if (person === undefined || accountId === undefined || clientId === undefined) return undefined
  const grant = new oidc.provider.Grant({ accountId, clientId })
  const may = person.scopes.join(' ')
  const mayNot = SCOPES.filter((scope) => !person.scopes.includes(scope)).join(' ')
  // the provider asks of each scope twice: as one of its own, and as one of the resource's
  grant.addOIDCScope(`openid ${may}`)
  grant.rejectOIDCScope(mayNot)
  grant.addResourceScope(AUDIENCE, may)
  grant.rejectResourceScope(AUDIENCE, mayNot)
  await grant.save()
  return grant
}
