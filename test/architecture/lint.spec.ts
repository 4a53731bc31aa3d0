import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))
const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin', 'oxlint')

/** What the linter is there to stop beyond its own defaults: one line of code for each, and the rule it breaks. */
const planted: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['typescript(no-explicit-any)', 'apps/intake/any.ts', 'export const anything = (value: any) => value\n'],
  ['eslint(no-restricted-properties)', 'libs/core/sharing/clock.ts', 'export const now = Date.now()\n'],
  ['eslint(no-restricted-properties)', 'libs/core/sharing/chance.ts', 'export const salt = Math.random()\n'],
  [
    'eslint(no-restricted-properties)',
    'libs/core/sharing/env.ts',
    "export const level = process.env['LEVEL']\n",
  ],
  ['eslint(no-console)', 'apps/intake/console.ts', "console.log('received')\n"],
  ['eslint(eqeqeq)', 'apps/intake/equal.ts', 'export const same = (a: string, b: number) => a == b\n'],
  ['unicorn(filename-case)', 'apps/intake/CamelCase.ts', 'export const named = 1\n'],
  ['jest(expect-expect)', 'apps/intake/hollow.spec.ts', "it('promises nothing', () => {})\n"],
  ['eslint(no-unused-vars)', 'apps/intake/unused.ts', 'const unused = 1\nexport const used = 2\n'],
]

let folder: string
let findings: readonly { readonly code: string; readonly filename: string }[]
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-lint-'))
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  const clean = ['apps/intake/clean.ts', 'export const received = (at: number) => new Date(at)\n'] as const
  for (const [path, text] of [...planted.map(([, at, code]) => [at, code] as const), clean]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { stdout } = spawnSync(process.execPath, [oxlint, '-f', 'json', '.'], {
    cwd: folder,
    encoding: 'utf8',
  })
  findings = (JSON.parse(stdout) as { diagnostics: typeof findings }).diagnostics
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each(planted)('the linter stops %s in %s', (rule, path) => {
  expect(findings).toContainEqual(expect.objectContaining({ code: rule, filename: path }))
})

it('the linter leaves clean code alone', () => {
  expect(findings.filter(({ filename }) => filename === 'apps/intake/clean.ts')).toEqual([])
})
