/* Takes a picture of every page, as a desktop and as a phone shows it: node dist/test/console/shots.js <folder> */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startChromium } from '#testkit/browser'
import { consoleWorld, ORDERS } from './console-world.js'
import { signIn } from './signed-in.js'

const folder = process.argv[2] ?? '.interlock/shots'
mkdirSync(folder, { recursive: true })
const world = await consoleWorld()
const browser = await startChromium()
try {
  const gap = await world.gapOf('B01GU/2011-7001')
  const missing = await world.gapOf('B01FA/2004-1000')
  const views: [string, string, string][] = [
    ['analyst', 'central-jigsaw-analyst', '/'],
    ['analyst', 'central-jigsaw-analyst', '/gaps'],
    ['analyst', 'central-jigsaw-analyst', `/gaps/${missing}`],
    ['analyst', 'central-jigsaw-analyst', '/lists/arrivals'],
    ['analyst', 'central-jigsaw-analyst', '/lists/pre-release'],
    ['borough', 'borough-officer.jigsaw-camden', '/gaps'],
    ['borough', 'borough-officer.jigsaw-camden', `/gaps/${gap}`],
    ['bureau', 'pnc-bureau-officer', `/gaps/${gap}`],
    [
      'borough',
      'borough-officer.jigsaw-camden',
      `/messages?id=made-${ORDERS.camden.courtCode}-${ORDERS.camden.orderId}`,
    ],
    ['piu', 'prison-intelligence-officer', '/lists/pre-release'],
    ['dmm', 'daily-management-officer.dmm-camden', '/lists/recalls'],
    ['auditor', 'hub-auditor', '/conservation'],
    ['auditor', 'hub-auditor', '/lists/arrivals'],
    ['auditor', 'hub-auditor', '/nothing-here'],
  ]
  for (const [size, viewport] of [
    ['desktop', { width: 1280, height: 800 }],
    ['phone', { width: 320, height: 640 }],
  ] as const) {
    const contexts = new Map<string, Awaited<ReturnType<typeof browser.newContext>>>()
    const first = await browser.newContext({ viewport })
    const page = await first.newPage()
    await page.goto(`${world.url}/`)
    await page.screenshot({ path: join(folder, `${size}-00-sign-in.png`), fullPage: true })
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.screenshot({ path: join(folder, `${size}-01-password.png`), fullPage: true })
    await first.close()
    for (const [index, [who, username, path]] of views.entries()) {
      let context = contexts.get(username)
      if (context === undefined) {
        context = await browser.newContext({ viewport })
        contexts.set(username, context)
        await signIn(await context.newPage(), world, username)
      }
      const shown = context.pages()[0]!
      await shown.goto(`${world.url}${path}`)
      const name = path.split(/[?]/)[0]!.replaceAll('/', '-').slice(0, 16)
      await shown.screenshot({
        path: join(folder, `${size}-${String(index + 2).padStart(2, '0')}-${who}${name}.png`),
        fullPage: true,
      })
    }
    for (const context of contexts.values()) await context.close()
  }
} finally {
  await browser.close()
  await world.stop()
}
