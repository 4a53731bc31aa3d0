import { expect, it } from '@jest/globals'
import { readClients, TokenSource } from '#platform/security'
import { type ConsoleWorld, ORDERS } from './console-world.js'

interface Answer {
  status: number
  type: string
  body: Record<string, never> & { code?: string; gaps?: ApiGap[]; cursor?: string | null; more?: boolean }
}
interface ApiGap {
  gapId: string
  subject: string
  about: string
  dueAt: string
  details: Record<string, unknown>
}

/** What programs are promised under /api, in the world that the browser sees too. */
export function apiPromises(world: () => ConsoleWorld): void {
  const tokenOf = (clientId: string, scopes?: string[]): Promise<string> => {
    const { hub } = world()
    const { clientSecret } = readClients(hub.home).find((client) => client.clientId === clientId)!
    const issuer = `http://127.0.0.1:${hub.app('identity').port}`
    return new TokenSource({
      issuer,
      clientId,
      clientSecret,
      ...(scopes === undefined ? {} : { scopes }),
    }).token()
  }
  const get = async (path: string, token?: string): Promise<Answer> => {
    const headers = {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    const response = await fetch(`${world().url}/api/${path}`, { headers, redirect: 'manual' })
    const type = response.headers.get('content-type') ?? ''
    return { status: response.status, type, body: (await response.json()) as Answer['body'] }
  }

  it('gives a program what its organisation was told, page by page, each gap once', async () => {
    const token = await tokenOf('police')
    const seen: ApiGap[] = []
    let cursor = ''
    for (let page = 0; page < 10; page++) {
      const { status, body } = await get(`gaps?rule=RR-02&limit=4${cursor}`, token)
      expect(status).toBe(200)
      seen.push(...body.gaps!)
      if (body.more !== true) break
      cursor = `&cursor=${body.cursor}`
    }
    expect(seen).toHaveLength(9)
    expect(new Set(seen.map(({ gapId }) => gapId)).size).toBe(9)
    const camden = seen.find(({ subject }) => subject === `order:B01GU/${ORDERS.camden.orderId}`)
    expect(camden).toMatchObject({ dueAt: '2011-10-13T22:59:59.999Z', details: { orderType: 'SOPO' } })
  })

  it('writes a view of each person whom a list of gaps names, and of no other', async () => {
    const { body } = await get('gaps?rule=RR-23&state=all', await tokenOf('probation'))
    expect(body.gaps!.map(({ about }) => about)).toEqual(['Theo Gone'])
    const { rows } = await world().hub.pool.query<{ through: string; subject: string }>(
      `select through, subject from console.view where viewer = 'probation' and kind = 'person'`,
    )
    const released = await world().hub.pool.query<{ person: string }>(
      `select distinct person from register.fact where type = 'prison.prisoner.released'`,
    )
    expect(rows).toEqual([{ through: 'api', subject: released.rows[0]!.person }])
  })

  it('gives one organisation nothing of what another was told', async () => {
    const gap = await world().gapOf(`B01GU/${ORDERS.camden.orderId}`)
    const probation = await tokenOf('probation')
    expect((await get('gaps?state=all&rule=RR-02', probation)).body.gaps).toEqual([])
    expect(await get(`gaps/${gap}`, probation)).toMatchObject({
      status: 404,
      type: expect.stringContaining('application/problem+json'),
      body: { code: 'HUB_HTTP_NOT_FOUND' },
    })
  })

  it('asks for a token and for the scope, and answers with problem details and never with a page', async () => {
    expect(await get('gaps')).toMatchObject({ status: 401, body: { code: 'HUB_SECURITY_TOKEN_MISSING' } })
    expect(await get('gaps', 'no.token.atall')).toMatchObject({
      status: 401,
      body: { code: 'HUB_SECURITY_TOKEN_INVALID' },
    })
    const narrow = await tokenOf('police', ['inbox.read'])
    expect(await get('gaps', narrow)).toMatchObject({
      status: 403,
      body: { code: 'HUB_SECURITY_SCOPE_MISSING' },
    })
    expect(await get('conservation', await tokenOf('police'))).toMatchObject({ status: 403 })
    const operator = await tokenOf('operator')
    expect(await get('conservation', operator)).toMatchObject({ status: 200, body: { holds: true } })
    expect(await get('gaps?limit=100000', operator)).toMatchObject({
      status: 400,
      body: { code: 'HUB_HTTP_INVALID' },
    })
    expect(await get('nothing/here', operator)).toMatchObject({ status: 404 })
    for (const id of ['%00', 'a%0Ab', '%F0%9F%92%A9', 'x'.repeat(400)])
      for (const kind of ['gaps', 'messages']) expect((await get(`${kind}/${id}`, operator)).status).toBe(404)
    for (const query of ['gaps?cursor=WzEsImFcdTAwMDAiXQ', 'gaps?state=open&state=closed', 'gaps?x=1'])
      expect((await get(query, operator)).status).toBe(400)
    expect((await get('conservation?from=2011-99-99', operator)).status).toBe(400)
  })

  it('refuses a form without its token, and gives its cookie to no script and no other site', async () => {
    const { url } = world()
    const refused = await fetch(`${url}/sign-out`, { method: 'POST', redirect: 'manual' })
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('HUB_CONSOLE_FORM_EXPIRED')
    const begun = await fetch(`${url}/sign-in/start?returnTo=//evil.example`, { redirect: 'manual' })
    expect(begun.status).toBe(303)
    expect(begun.headers.get('location')).toContain('code_challenge_method=S256')
    const [cookie = ''] = begun.headers.getSetCookie()
    expect(cookie).toMatch(/^interlock_console=/)
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    const { rows } = await world().hub.pool.query<{ session: object }>('select * from console.session')
    expect(JSON.stringify(rows)).not.toContain(decodeURIComponent(cookie.split(/[=;.]/)[1]!))
  })

  it('takes no sign-in that it did not begin', async () => {
    const { status } = await fetch(`${world().url}/sign-in/callback?code=x&state=y`, { redirect: 'manual' })
    expect(status).toBe(401)
  })
}
