import type { CookieJar } from './cookie-jar.js'

/** Goes to a page that wants a sign-in, and signs in on the identity provider's page. @returns where it ended */
export async function signInWithPassword(
  jar: CookieJar,
  url: string,
  { username, password }: { username: string; password: string },
  until?: (url: string) => boolean,
): Promise<{ url: string; response?: Response }> {
  const form = await jar.follow(url)
  return jar.follow(form.url, { method: 'POST', body: new URLSearchParams({ username, password }) }, until)
}
