/** As much of a browser as signing in needs: cookies per host and port, and redirects followed one by one. */
export class CookieJar {
  private readonly cookies = new Map<string, string>()

  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  /** Follows redirects as far as `until` says, or to the first answer that is none. @returns where it came to */
  async follow(
    url: string,
    init: RequestInit = {},
    until: (url: string) => boolean = () => false,
  ): Promise<{ url: string; response?: Response }> {
    let at = url
    let asking = init
    for (let hops = 0; hops < 12; hops++) {
      if (until(at)) return { url: at }
      const response = await this.request(at, asking)
      const next = response.headers.get('location')
      if (next === null || response.status < 300 || response.status >= 400) return { url: at, response }
      at = new URL(next, at).href
      asking = {}
    }
    throw new Error(`More than twelve redirects from ${url}.`)
  }
}
