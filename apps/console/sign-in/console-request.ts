import type { HttpReply, HttpRequest } from '#platform/http'
import type { Principal, SignInStep } from '#platform/security'

/** A principal as a session keeps it. */
export type KeptPrincipal = Omit<Principal, 'scopes'> & { scopes: string[] }

export interface ConsoleSession {
  step?: SignInStep
  /** Where the person wanted to go when the sign-in began. */
  returnTo?: string
  signedIn?: { principal: KeptPrincipal; idToken: string; expiresAt: number }
  regenerate(): Promise<void>
  destroy(): Promise<void>
}

/** What sessions and templates add to a request and a reply. */
export type ConsoleRequest = HttpRequest & { session: ConsoleSession }
export type ConsoleReply = HttpReply & {
  view(page: string, data: object): Promise<unknown>
  generateCsrf(): string
}

export const isApi = ({ url }: { url: string }): boolean => url.startsWith('/api/')

/** The token of a program; a page's cookie is none. */
export function bearerOf({ headers }: { headers: Record<string, unknown> }): string | undefined {
  const [kind, token] = String(headers['authorization'] ?? '').split(' ')
  return kind?.toLowerCase() === 'bearer' && token !== undefined && token !== '' ? token : undefined
}

/** The person who signed in with this browser, while the sign-in lasts. */
export function signedInPrincipal({ session }: Partial<ConsoleRequest>): Principal | undefined {
  const signedIn = session?.signedIn
  if (signedIn === undefined || signedIn.expiresAt <= Date.now()) return undefined
  return { ...signedIn.principal, scopes: new Set(signedIn.principal.scopes) }
}

/** Ids come from addresses: what no table can hold is no id of anything. */
export function isStorable(id: string): boolean {
  return id.length <= 300 && !/\p{Cc}/u.test(id)
}

/** Only a path of our own: nobody is sent elsewhere by a link to the sign-in. */
export function ownPath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[\w\-./?=&%+:~]{0,500}$/.test(path) ? path : '/'
}
