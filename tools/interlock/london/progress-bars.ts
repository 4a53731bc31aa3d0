import progress from 'cli-progress'
import type { Progress } from '#testkit/london'

const WORDS: Readonly<Record<Progress['phase'], string>> = {
  registers: 'registers of 2004 to 2011',
  quarter: 'October to December 2011',
}
const FORMAT = '        {phase} [{bar}] {percentage} %  {now}'

/** A bar for each phase on a terminal; elsewhere a line at each quarter of the way. */
export function progressBars(terminal = process.stderr): { show(progress: Progress): void; stop(): void } {
  let bar: progress.SingleBar | undefined
  let phase: string | undefined
  const begin = (each: Progress): void => {
    bar?.stop()
    phase = each.phase
    bar = new progress.SingleBar(
      { format: FORMAT, stream: terminal, barsize: 30, hideCursor: true, clearOnComplete: false, fps: 8 },
      progress.Presets.legacy,
    )
    bar.start(each.of, 0, { phase: WORDS[each.phase], now: '' })
  }
  const quarters = new Set<string>()
  return {
    show(each) {
      if (!terminal.isTTY) {
        const quarter = Math.floor((4 * each.done) / each.of)
        const line = `        ${WORDS[each.phase]}: ${quarter * 25} %`
        if (quarter > 0 && !quarters.has(line)) terminal.write(`${line}\n`)
        quarters.add(line)
        return
      }
      if (each.phase !== phase) begin(each)
      bar?.update(each.done, { phase: WORDS[each.phase], now: each.now.slice(0, 40) })
    },
    stop() {
      bar?.stop()
    },
  }
}
