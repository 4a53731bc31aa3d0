import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common'
import { OpenToAll, Problem } from '#platform/http'
import { SignIn } from '#platform/security'
import { Pages } from '../layout/pages.js'
import { type ConsoleReply, type ConsoleRequest, ownPath } from './console-request.js'

/** In and out: the identity provider asks for the password, the console never sees it. */
@Controller()
@OpenToAll()
export class SignInController {
  constructor(
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('sign-in')
  async invite(
    @Query('returnTo') returnTo: unknown,
    @Req() request: ConsoleRequest,
    @Res() reply: ConsoleReply,
  ): Promise<void> {
    const to = ownPath(returnTo)
    await this.pages.show(request, reply, 'sign-in/sign-in.njk', { title: 'Sign in', returnTo: to })
  }

  @Get('sign-in/start')
  async start(
    @Query('returnTo') returnTo: unknown,
    @Req() request: ConsoleRequest,
    @Res() reply: ConsoleReply,
  ): Promise<void> {
    const { url, step } = await this.signIn.begin()
    request.session.step = step
    request.session.returnTo = ownPath(returnTo)
    await reply.code(303).redirect(url)
  }

  /** A new session id from here on: one that somebody else knew before is worth nothing. */
  @Get('sign-in/callback')
  async callback(@Req() request: ConsoleRequest, @Res() reply: ConsoleReply): Promise<void> {
    const { step, returnTo } = request.session
    if (step === undefined)
      throw new Problem(
        401,
        'HUB_SECURITY_SIGN_IN_FAILED',
        'No sign-in is under way in this browser.',
        'Sign in again.',
      )
    const { search } = new URL(request.url, 'http://console')
    const { principal, idToken, expiresAt } = await this.signIn.finish(search, step)
    await request.session.regenerate()
    request.session.signedIn = {
      principal: { ...principal, scopes: [...principal.scopes] },
      idToken,
      expiresAt,
    }
    await reply.code(303).redirect(ownPath(returnTo))
  }

  @Post('sign-out')
  async signOut(@Req() request: ConsoleRequest, @Res() reply: ConsoleReply): Promise<void> {
    const idToken = request.session.signedIn?.idToken
    await request.session.destroy()
    const next = idToken === undefined ? '/signed-out' : await this.signIn.signOutUrl(idToken)
    await reply.code(303).redirect(next)
  }

  @Get('signed-out')
  async signedOut(@Req() request: ConsoleRequest, @Res() reply: ConsoleReply): Promise<void> {
    await this.pages.show(request, reply, 'sign-in/signed-out.njk', { title: 'You are signed out' })
  }
}
