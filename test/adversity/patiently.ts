const ATTEMPTS = 8

/** A server that was killed a moment ago refuses for a while; whoever waits asks again. */
export async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act()
    } catch (error) {
      if (attempt >= ATTEMPTS) throw error
    }
  }
}
