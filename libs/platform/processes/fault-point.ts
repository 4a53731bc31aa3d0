import { existsSync, readFileSync, unlinkSync } from 'node:fs'

/**
 * Lets a test stop this very process at a named point: it writes `<point> <signal>` into the file, and the process that
 * next passes the point takes the file away and signals itself. Without a file in the settings it does nothing.
 */
export function faultPoints(file: string | undefined): (point: string) => void {
  if (file === undefined) return () => undefined
  return (point) => {
    if (!existsSync(file)) return
    const [wanted, signal] = readFileSync(file, 'utf8').trim().split(' ')
    if (wanted !== point) return
    unlinkSync(file)
    process.kill(process.pid, signal as NodeJS.Signals)
  }
}
