import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common'
import { type HttpReply, type HttpRequest, Problem } from '#platform/http'
import { isPasswordOf, type LocalPerson } from '#platform/security'
import type Provider from 'oidc-provider'
import { Attempts } from './attempts.js'

export const PROVIDER = Symbol('provider')
export const PEOPLE = Symbol('people')

type Form = { username: string; says?: string }

/** The page on which a person says who it is. The provider's own cookie ties the form to the sign-in it belongs to. */
@Controller('sign-in')
export class SignInController {
  private readonly attempts = new Attempts()

  constructor(
    @Inject(PROVIDER) private readonly provider: Provider,
    @Inject(PEOPLE) private readonly people: ReadonlyMap<string, LocalPerson>,
  ) {}

  @Get(':uid')
  async form(@Req() request: HttpRequest, @Res() reply: HttpReply): Promise<void> {
    await this.interaction(request, reply)
    return show(reply, 200, { username: '' })
  }

  @Post(':uid')
  async signIn(@Req() request: HttpRequest, @Res() reply: HttpReply, @Body() body: unknown): Promise<void> {
    await this.interaction(request, reply)
    const form = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '')
    const username = (form.get('username') ?? '').trim().slice(0, 100)
    const password = form.get('password') ?? ''
    if (!this.attempts.mayTry(username))
      return show(reply, 429, { username, says: 'Too many wrong passwords. Try again in 15 minutes' })
    const person = this.people.get(username)
    if (!isPasswordOf(person, password)) {
      this.attempts.failed(username)
      return show(reply, 401, { username, says: 'The username or the password is wrong' })
    }
    this.attempts.succeeded(username)
    const result = { login: { accountId: username } }
    const next = await this.provider.interactionResult(request.raw, reply.raw, result)
    await reply.code(303).redirect(next)
  }

  /** @throws Problem 400 HUB_IDENTITY_SIGN_IN_OVER where no sign-in is under way in this browser */
  private async interaction(request: HttpRequest, reply: HttpReply): Promise<void> {
    try {
      await this.provider.interactionDetails(request.raw, reply.raw)
    } catch (cause) {
      throw new Problem(
        400,
        'HUB_IDENTITY_SIGN_IN_OVER',
        'This sign-in is over, or was begun in another browser.',
        'Go back to the application, and begin to sign in again.',
        { cause },
      )
    }
  }
}

async function show(reply: HttpReply, status: number, form: Form): Promise<void> {
  const view = reply as HttpReply & { view(page: string, data: object): Promise<unknown> }
  void reply.code(status).header('cache-control', 'no-store')
  await view.view('people/sign-in.njk', { title: 'Sign in', ...form })
}
