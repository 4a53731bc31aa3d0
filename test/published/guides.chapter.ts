import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { PublishedHub } from './published-hub.js'

interface Step {
  command: string
  /** What the guide shows right after the command. */
  answer: unknown
}

const MARK = '--- step ---'

/** The guides' own commands, run by a shell as a reader would, and their answers compared with what the guides show. */
export function guidesChapter(world: () => PublishedHub): void {
  const followed = (guide: string): { wanted: unknown[]; found: unknown[] } => {
    const steps = stepsOf(readFileSync(join('docs', 'guides', guide), 'utf8'))
    const folder = mkdtempSync(join(tmpdir(), 'interlock-guide-'))
    const script = steps.map(({ command }) => `${command}\necho; echo '${MARK}'`).join('\n')
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      input: '',
      timeout: 60_000,
      env: {
        PATH: process.env['PATH'] ?? '',
        INTAKE: world().url('intake'),
        DELIVERY: world().url('delivery'),
        ISSUER: world().url('identity'),
        CREDENTIALS: join(world().hub.home, 'credentials.json'),
      },
    })
    rmSync(folder, { recursive: true, force: true })
    if (status !== 0 || stderr !== '') throw new Error(`${guide} ended with ${status}: ${stderr}`)
    const said = stdout.split(`${MARK}\n`)
    const shown = steps.flatMap((step, index) => (step.answer === undefined ? [] : [{ ...step, index }]))
    return {
      wanted: shown.map(({ answer, command }) => [command, expected(answer)]),
      found: shown.map(({ command, index }) => [command, JSON.parse(said[index] ?? '', untraced) as unknown]),
    }
  }

  describe('the guides', () => {
    it('to publishing does what it says', () => {
      const { wanted, found } = followed('publish.md')
      expect(found).toEqual(wanted)
    }, 90_000)

    it('to receiving does what it says', async () => {
      await world().hub.moveTo('2011-10-20T01:00:00Z')
      const { wanted, found } = followed('receive.md')
      expect(found).toEqual(wanted)
    }, 90_000)
  })
}

function stepsOf(page: string): Step[] {
  return [...page.matchAll(/```sh\n([\s\S]*?)```(?:\n\n```json\n([\s\S]*?)```)?/g)].map(
    ([, command = '', answer]) => ({
      command,
      answer: answer === undefined ? undefined : (JSON.parse(answer) as unknown),
    }),
  )
}

/** This hub is traced, and a reader's is not. */
function untraced(name: string, value: unknown): unknown {
  return name === 'traceparent' ? undefined : value
}

/** `…` stands for anything. */
function expected(shown: unknown): unknown {
  if (shown === '…') return expect.anything()
  if (Array.isArray(shown)) return shown.map(expected)
  if (typeof shown !== 'object' || shown === null) return shown
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, expected(value)]))
}
