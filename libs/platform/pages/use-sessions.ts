import fastifyCookie from '@fastify/cookie'
import csrfProtection from '@fastify/csrf-protection'
import formBody from '@fastify/formbody'
import fastifySession from '@fastify/session'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'

/** A session as the store keeps it. */
export type StoredSession = Record<string, unknown> & { cookie: { expires?: Date | string | null } }

/** Where sessions are kept: by ids that only the browser and this process know. */
export interface SessionKeeper {
  get(id: string): Promise<StoredSession | undefined>
  set(id: string, session: StoredSession, expiresAt: number): Promise<void>
  destroy(id: string): Promise<void>
}

export interface SessionsOptions {
  cookieName: string
  /** Signs cookies; 32 letters or more. */
  secret: string
  /** Whether browsers send the cookie over TLS alone. */
  isSecure: boolean
  ageMsMax: number
  keeper: SessionKeeper
  /** Requests that carry a proof of their own and no cookie, such as an access token. */
  isWithoutForm: (request: { url: string; headers: Record<string, unknown> }) => boolean
  /** What is thrown for a form without its token. */
  refusal: () => Error
}

const FORM_FIELDS_BYTES_MAX = 16_384

/**
 * Sessions in a signed cookie's name and a store of the application's own, and a token in every form: a POST without it is
 * refused before its handler is asked.
 */
export async function useSessions(app: NestFastifyApplication, options: SessionsOptions): Promise<void> {
  const { cookieName, secret, isSecure, ageMsMax, keeper, isWithoutForm, refusal } = options
  await app.register(fastifyCookie as never)
  await app.register(fastifySession as never, {
    secret,
    cookieName,
    saveUninitialized: false,
    rolling: false,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure, maxAge: ageMsMax },
    store: storeOf(keeper, ageMsMax),
  })
  await app.register(csrfProtection as never, { sessionPlugin: '@fastify/session' })
  await app.register(formBody as never, { bodyLimit: FORM_FIELDS_BYTES_MAX })
  const server = app.getHttpAdapter().getInstance() as unknown as CsrfServer
  server.addHook('preHandler', (request, _reply, done) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method) || isWithoutForm(request)) return done()
    // what the library would answer itself, the application says in its own words
    server.csrfProtection(request, { send: () => done(refusal()) }, () => done())
  })
}

interface CsrfServer {
  addHook(
    name: 'preHandler',
    hook: (
      request: { method: string; url: string; headers: Record<string, unknown> },
      reply: unknown,
      done: (error?: Error) => void,
    ) => void,
  ): void
  csrfProtection(request: unknown, reply: { send: () => void }, next: () => void): void
}

type Answer<T> = (error: unknown, result?: T | null) => void

function storeOf(keeper: SessionKeeper, ageMsMax: number) {
  const answer = <T>(work: Promise<T | undefined>, done: Answer<T>): void => {
    work.then(
      (result) => done(null, result ?? null),
      (error: unknown) => done(error),
    )
  }
  return {
    get: (id: string, done: Answer<StoredSession>) => answer(keeper.get(id), done),
    set: (id: string, session: StoredSession, done: Answer<void>) => {
      const { expires } = session.cookie
      const expiresAt = expires ? new Date(expires).getTime() : Date.now() + ageMsMax
      answer(keeper.set(id, session, expiresAt), done)
    },
    destroy: (id: string, done: Answer<void>) => answer(keeper.destroy(id), done),
  }
}
