import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { startChromium } from '#testkit/browser'
import { apiPromises } from './api-promises.js'
import { type ConsoleWorld, consoleWorld, ORDERS } from './console-world.js'
import { signIn } from './signed-in.js'

jest.setTimeout(120_000)

const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 320, height: 640 }
const ANALYST = 'central-jigsaw-analyst'
const CAMDEN_OFFICER = 'borough-officer.jigsaw-camden'
const LEWISHAM_OFFICER = 'borough-officer.jigsaw-lewisham'
const BUREAU = 'pnc-bureau-officer'
const AUDITOR = 'hub-auditor'
const MADE = (order: { courtCode: string; orderId: string }) => `made-${order.courtCode}-${order.orderId}`

describe('the console in a browser', () => {
  let world: ConsoleWorld
  let browser: Browser
  let gap: string
  const contexts = new Map<string, BrowserContext>()
  /** What the browser refused or could not run, on any page. */
  const complaints: string[] = []

  beforeAll(async () => {
    browser = await startChromium()
    world = await consoleWorld()
    gap = await world.gapOf(`${ORDERS.camden.courtCode}/${ORDERS.camden.orderId}`)
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await world?.stop()
  }, 60_000)

  /** A page of somebody who is signed in, once for each person. */
  const pageOf = async (username: string): Promise<Page> => {
    const known = contexts.get(username)
    if (known !== undefined) return known.pages()[0]!
    const context = await browser.newContext({ viewport: DESKTOP })
    contexts.set(username, context)
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text()))
        complaints.push(message.text())
    })
    await signIn(page, world, username)
    return page
  }
  const open = async (page: Page, path: string): Promise<number> =>
    (await page.goto(`${world.url}${path}`))!.status()
  const views = async (viewer: string) =>
    (
      await world.hub.pool.query<{ kind: string; subject: string; why: string[]; page: string }>(
        'select kind, subject, why, page from console.view where viewer = $1 order by seq',
        [viewer],
      )
    ).rows

  it('is free of faults of accessibility on every page, wide and at 320 pixels, and needs no scrolling sideways', async () => {
    const visits: [string, string][] = [
      [ANALYST, '/'],
      [ANALYST, '/gaps'],
      [ANALYST, `/gaps/${await world.gapOf('B01FA/2004-1000')}`],
      [ANALYST, '/lists/arrivals'],
      [ANALYST, '/lists/pre-release'],
      [CAMDEN_OFFICER, `/gaps/${gap}`],
      [CAMDEN_OFFICER, `/messages?id=${MADE(ORDERS.camden)}`],
      [AUDITOR, '/conservation'],
      [AUDITOR, '/lists/arrivals'],
      [AUDITOR, '/nothing-here'],
    ]
    for (const [username, path] of visits) {
      const page = await pageOf(username)
      await open(page, path)
      await expectAccessible(page)
    }
    const stranger = await browser.newPage()
    await open(stranger, '/sign-in')
    await expectAccessible(stranger)
    await stranger.getByRole('button', { name: 'Sign in' }).click()
    await stranger.getByLabel('Username').fill('nobody')
    await stranger.getByRole('button', { name: 'Sign in' }).click()
    expect(await stranger.title()).toMatch(/^Error: /)
    await expectAccessible(stranger)
    await stranger.close()
  }, 300_000)

  /** axe's rules, one first heading, and no line that is wider than the window; as a desktop and as a phone show it. */
  const expectAccessible = async (page: Page): Promise<void> => {
    await page.evaluate(axe.source)
    for (const size of [PHONE, DESKTOP]) {
      await page.setViewportSize(size)
      const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults
      const found = {
        faults: violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
        headings: await page.locator('h1').count(),
        isTooWide: await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        ),
      }
      const where = `${page.url()} at ${size.width}`
      expect({ where, ...found }).toEqual({ where, faults: [], headings: 1, isTooWide: false })
    }
  }

  it('shows an analyst all gaps that Central Jigsaw was told of, and none of the conditions', async () => {
    const page = await pageOf(ANALYST)
    await open(page, '/gaps?rule=RR-02')
    const listed = await page.locator('tbody tr').allInnerTexts()
    expect(listed).toHaveLength(9)
    expect(listed.join('\n')).toContain(`Order B01GU/${ORDERS.camden.orderId}`)
    await open(page, `/gaps/${gap}`)
    const text = await page.locator('main').innerText()
    expect(text).toContain('Mon 3 October 2011 + 10 calendar days = Thu 13 October 2011, 23:59')
    expect(text).toContain('known in the field, not verified: HMIC reports on the PNC (R46)')
    expect(text).not.toContain('Not to own a device')
  })

  it('shows a borough officer the gaps of the borough with their conditions, and no others, not even by their address', async () => {
    const page = await pageOf(CAMDEN_OFFICER)
    await open(page, '/gaps?state=all')
    const listed = (await page.locator('tbody tr').allInnerTexts()).join('\n')
    expect(listed).toContain(ORDERS.camden.orderId)
    expect(listed).not.toContain(ORDERS.lewisham.orderId)
    expect(await open(page, `/gaps/${gap}`)).toBe(200)
    expect(await page.locator('main').innerText()).toContain('Not to own a device that can take pictures.')
    const other = await pageOf(LEWISHAM_OFFICER)
    expect(await open(other, `/gaps/${gap}`)).toBe(404)
    expect(await open(other, `/messages?id=${MADE(ORDERS.camden)}`)).toBe(404)
    expect(await open(other, `/messages?id=${MADE(ORDERS.lewisham)}`)).toBe(200)
    expect(await other.locator('main').innerText()).toContain('Lewis Sample')
  })

  it('shows the PNC Bureau what it is to enter, and no list of people', async () => {
    const page = await pageOf(BUREAU)
    expect(await open(page, `/gaps/${gap}`)).toBe(200)
    expect(await page.locator('main').innerText()).toContain('Not to own a device that can take pictures.')
    expect(await open(page, '/lists/arrivals')).toBe(403)
  })

  it('shows an auditor that everything is accounted for, and the content of nothing', async () => {
    const page = await pageOf(AUDITOR)
    await open(page, '/conservation')
    expect(await page.locator('h1').innerText()).toBe('The conservation law holds')
    await open(page, `/gaps/${gap}`)
    expect(await page.locator('main').innerText()).not.toMatch(/2011-7001|Not to own/)
    await open(page, `/messages?id=${MADE(ORDERS.camden)}`)
    const text = await page.locator('main').innerText()
    expect(text).toContain('courts-to-borough-jigsaw')
    expect(text).not.toMatch(/Camden Sample|Not to own/)
    await open(page, '/nothing-here')
    expect(await page.locator('h1').innerText()).toBe('Page not found')
    expect(await page.getByRole('link', { name: 'Conservation' }).count()).toBe(1)
    await open(await pageOf(ANALYST), '/conservation')
    expect(await (await pageOf(ANALYST)).locator('h1').innerText()).toBe('You may not see this page')
  })

  it('lists who comes home, the earliest first, to Central Jigsaw alone', async () => {
    const page = await pageOf(ANALYST)
    await open(page, '/lists/arrivals')
    expect(await page.locator('tbody th').allInnerTexts()).toEqual(['Ivo Abel', 'Ivo Homer'])
    const borough = await pageOf(CAMDEN_OFFICER)
    await open(borough, '/lists/arrivals')
    expect(await borough.locator('main').innerText()).toContain('Nobody is on this list')
  })

  it('lists whom prisons are to release, to those who must know before, and takes off whom they let go', async () => {
    const page = await pageOf('prison-intelligence-officer')
    await open(page, '/lists/pre-release')
    expect(await page.locator('tbody th').allInnerTexts()).toEqual(['Theo Lewishamite', 'Theo Camdenite'])
    const rows = await page.locator('tbody tr').allInnerTexts()
    expect(rows[1]).toContain('Wed 7 December 2011')
    const borough = await pageOf(CAMDEN_OFFICER)
    await open(borough, '/lists/pre-release')
    expect(await borough.locator('tbody th').allInnerTexts()).toEqual(['Theo Camdenite'])
  })

  it('lists whom the daily meeting of the borough is to find, and shows them to no other borough', async () => {
    const page = await pageOf('daily-management-officer.dmm-camden')
    await open(page, '/lists/recalls')
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/Theo Recalled.*Revoked/s),
    ])
    const other = await pageOf('daily-management-officer.dmm-lewisham')
    await open(other, '/lists/recalls')
    expect(await other.locator('main').innerText()).toContain('Nobody is on this list')
  })

  it('pages through gaps, and keeps the filters while it does', async () => {
    const page = await pageOf(ANALYST)
    await open(page, '/gaps?rule=RR-02&limit=5')
    await page.getByRole('link', { name: /Next page/ }).click()
    expect(new URL(page.url()).searchParams.get('rule')).toBe('RR-02')
    expect(await page.locator('tbody tr').count()).toBe(4)
    await page.getByRole('link', { name: /First page/ }).click()
    expect(new URL(page.url()).searchParams.has('cursor')).toBe(false)
    expect(await open(page, '/gaps?cursor=nonsense')).toBe(400)
    expect(await open(page, '/gaps?state=perhaps')).toBe(400)
  })

  it('is used with the keyboard alone: skip link first, focus that is seen, filters that are sent', async () => {
    const page = await pageOf(ANALYST)
    await open(page, '/gaps')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to main content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main-content')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('state')
    const order: string[] = []
    for (let stop = 0; stop < 4; stop++) {
      await page.keyboard.press('Tab')
      order.push(String(await page.evaluate('document.activeElement.id || document.activeElement.tagName')))
    }
    expect(order).toEqual(['rule', 'severity', 'unit', 'BUTTON'])
    await page.keyboard.press('Enter')
    await page.waitForURL(/severity=/)
    await page.getByRole('link', { name: 'Overview' }).focus()
    const focused = await page.evaluate('getComputedStyle(document.activeElement).backgroundColor')
    expect(focused).not.toBe('rgba(0, 0, 0, 0)')
  })

  it('works where scripts are off, since it has none', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await signIn(page, world, CAMDEN_OFFICER, `/gaps/${gap}`)
    expect(await page.locator('h1').innerText()).toContain('A prevention order is marked on the PNC')
    expect(await page.content()).not.toContain('<script')
    expect(await page.content()).not.toMatch(/ style="/)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.waitForURL(`${world.url}/signed-out`)
    await page.goto(`${world.url}/gaps`)
    expect(page.url()).toBe(`${world.url}/sign-in?returnTo=%2Fgaps`)
    await context.close()
  })

  it('writes who looked at what, and why they may, before the page is sent, and lets nobody change it', async () => {
    const seen = await views(CAMDEN_OFFICER)
    expect(seen).toContainEqual({
      kind: 'gap',
      subject: gap,
      why: expect.arrayContaining(['manage-the-offender']),
      page: `/gaps/${gap}`,
    })
    const { rows } = await world.hub.pool.query<{ person: string }>(
      'select person from register.fact where id = $1',
      [MADE(ORDERS.camden)],
    )
    expect(seen).toContainEqual(expect.objectContaining({ kind: 'person', subject: rows[0]!.person }))
    expect(await views(ANALYST)).toContainEqual(
      expect.objectContaining({ kind: 'person', page: '/lists/arrivals', why: ['meet-the-returned'] }),
    )
    expect(await views(LEWISHAM_OFFICER)).not.toContainEqual(expect.objectContaining({ subject: gap }))
    for (const change of [
      'update console.view set viewer = $1',
      'delete from console.view where $1 <> viewer',
    ])
      await expect(world.hub.pool.query(change, ['nobody'])).rejects.toThrow('not changed afterwards')
  })

  apiPromises(() => world)

  it('is shown and framed by nothing else: no policy of the page was broken on the way', async () => {
    const response = await fetch(`${world.url}/sign-in`)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|script-src|nonce/)
    expect(complaints).toEqual([])
  })
})
