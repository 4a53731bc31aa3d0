import type { Page } from 'playwright-core'
import type { ConsoleWorld } from './console-world.js'

/** Signs a person in as a person would, and is back at the console's page that was asked for. */
export async function signIn(page: Page, world: ConsoleWorld, username: string, path = '/'): Promise<void> {
  await page.goto(`${world.url}${path}`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(world.person(username).password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${world.url}${path}`)
}
