import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { OPEN_TO_ALL, Problem } from '#platform/http'
import { certificateOf, type Principal, setPrincipal, type TokenVerifier } from '#platform/security'
import { bearerOf, type ConsoleRequest, signedInPrincipal } from './console-request.js'

export const VERIFIER = Symbol('verifier')

/** Settles who looks: the bearer of an access token, or the person who signed in with this browser. */
@Injectable()
export class ViewerGuard implements CanActivate {
  private readonly reflector = new Reflector()

  constructor(@Inject(VERIFIER) private readonly verifier: TokenVerifier) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ConsoleRequest>()
    const principal = await this.principalOf(request)
    if (principal !== undefined) setPrincipal(request, principal)
    const isOpen = this.reflector.getAllAndOverride<boolean>(OPEN_TO_ALL, [
      context.getHandler(),
      context.getClass(),
    ])
    if (principal !== undefined || isOpen === true) return true
    throw new Problem(
      401,
      'HUB_SECURITY_TOKEN_MISSING',
      'Nobody is signed in.',
      'Sign in, or send an access token in the header Authorization: Bearer.',
      { headers: { 'www-authenticate': 'Bearer' } },
    )
  }

  private async principalOf(request: ConsoleRequest): Promise<Principal | undefined> {
    const token = bearerOf(request)
    return token === undefined
      ? signedInPrincipal(request)
      : this.verifier.verify(token, certificateOf(request))
  }
}
