/** Says each step of a start on a line of its own, with the seconds since whoever asked pressed Enter. */
export function stepSayer(
  env: Readonly<Record<string, string | undefined>> = process.env,
): (line: string) => void {
  const asked = Number(env['INTERLOCK_BEGAN'])
  const beganAt = Number.isFinite(asked) && asked > 0 ? asked : Date.now()
  return (line) => {
    const seconds = Math.round((Date.now() - beganAt) / 1000)
    process.stderr.write(`[${String(seconds).padStart(3)} s] ${line}\n`)
  }
}
