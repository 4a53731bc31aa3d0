import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { type HttpRequest, Problem } from '#platform/http'
import { certificateOf } from './certificate.js'
import type { Principal, ScopeName } from './principal.js'
import type { TokenVerifier } from './token-verifier.js'

const principals = new WeakMap<object, Principal>()

/** The hook for createHttpApp's `before`: who calls is settled before the body is read and before its rate is counted. */
export function authentication(verifier: TokenVerifier): (request: HttpRequest) => Promise<void> {
  return async (request) => {
    const [kind, token] = (request.headers.authorization ?? '').split(' ')
    if (kind?.toLowerCase() !== 'bearer' || token === undefined || token === '')
      throw new Problem(
        401,
        'HUB_SECURITY_TOKEN_MISSING',
        'The request carries no access token.',
        'Send one in the header Authorization: Bearer.',
        { headers: { 'www-authenticate': 'Bearer' } },
      )
    principals.set(request, await verifier.verify(token, certificateOf(request)))
  }
}

/** For an application that settles by other means, such as a session, who calls. */
export function setPrincipal(request: HttpRequest, principal: Principal): void {
  principals.set(request, principal)
}

/** The principal that `authentication` settled. */
export function principalOf(request: HttpRequest): Principal {
  const principal = principals.get(request)
  if (principal === undefined)
    throw new Problem(
      401,
      'HUB_SECURITY_TOKEN_MISSING',
      'Nobody is known to be calling.',
      'Send an access token.',
    )
  return principal
}

const NEEDED = 'interlock:scopes'

/** The scopes that a route needs; the guard refuses a token without them. */
export const NeedsScopes = (...scopes: ScopeName[]) => SetMetadata(NEEDED, scopes)

/** Injects the caller's principal into a handler. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  principalOf(context.switchToHttp().getRequest<HttpRequest>()),
)

/** Refuses a token that lacks a scope its route needs (RFC 6750 §3.1, insufficient_scope). */
@Injectable()
export class ScopesGuard implements CanActivate {
  private readonly reflector = new Reflector()

  canActivate(context: ExecutionContext): boolean {
    const needed = this.reflector.getAllAndOverride<ScopeName[] | undefined>(NEEDED, [
      context.getHandler(),
      context.getClass(),
    ])
    if (needed !== undefined)
      demandScopes(principalOf(context.switchToHttp().getRequest<HttpRequest>()), ...needed)
    return true
  }
}

/** @throws Problem 403 HUB_SECURITY_SCOPE_MISSING naming every scope that the principal lacks */
export function demandScopes({ scopes }: Principal, ...needed: readonly ScopeName[]): void {
  const missing = needed.filter((scope) => !scopes.has(scope))
  if (missing.length === 0) return
  throw new Problem(
    403,
    'HUB_SECURITY_SCOPE_MISSING',
    `The access token lacks the scope ${missing.join(' ')}.`,
    'Ask for a token with that scope; the client must be allowed to have it.',
    { headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${needed.join(' ')}"` } },
  )
}
