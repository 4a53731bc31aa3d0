import { describe, expect, it } from '@jest/globals'
import { houseFaults, houseRules, type SourceFile } from '../../tools/tidy/house-rules.js'

const rules = houseRules({
  namespaces: ['jigsaw', 'courts'],
  organisations: ['courts'],
  boroughs: ['Tower Hamlets'],
})
const because = (file: SourceFile) =>
  houseFaults(rules, [file]).map((fault) => /^\S+ {2}(\S+):/.exec(fault)?.[1])
// so that this file does not say itself what it looks for
const joined = (...pieces: string[]) => pieces.join('')

const planted: Readonly<Record<string, readonly SourceFile[]>> = {
  'core-reads-no-clock': [
    { path: 'libs/core/sharing/decide.ts', text: 'const now = new Date()\n' },
    { path: 'libs/core/sharing/decide.ts', text: 'const now = Date.now()\n' },
    { path: 'libs/core/sharing/decide.ts', text: 'const salt = Math.random()\n' },
  ],
  'errors-have-codes': [
    { path: 'apps/register/link.ts', text: "throw new Error('no')\n" },
    { path: 'libs/core/persons/link.ts', text: "throw new Error('no')\n" },
  ],
  'one-place-reads-the-environment': [
    { path: 'apps/register/link.ts', text: 'readSettings(process.env)\n' },
    { path: 'apps/register/main.ts', text: "const level = process.env['LOG_LEVEL']\n" },
    { path: 'libs/platform/kafka/connect.ts', text: 'const level = process.env.LOG_LEVEL\n' },
  ],
  'names-say-something': [
    { path: 'libs/core/kernel/utils.ts', text: '' },
    { path: 'libs/core/common/kernel.ts', text: '' },
    { path: 'apps/register/link-manager.ts', text: '' },
  ],
  'one-idea-a-file': [{ path: 'tools/long.mjs', text: 'line\n'.repeat(301) }],
  'nothing-unfinished': [{ path: 'docs/page.md', text: joined('TO', 'DO: write it\n') }],
  'nothing-switched-off': [
    { path: 'apps/a/a.spec.ts', text: joined('it.', "skip('shares', () => {})\n") },
    { path: 'apps/a/a.spec.ts', text: joined('// @ts-', 'ignore\n') },
    { path: 'apps/a/a.ts', text: joined('/* oxlint-', 'disable */\n') },
  ],
  'no-traces-of-a-machine': [
    { path: 'docs/page.md', text: joined('see /ro', 'ot/notes\n') },
    { path: 'docs/page.md', text: joined('from registry.', 'somewhere.org\n') },
  ],
  'engines-know-no-parties': [
    { path: 'apps/exchange/share.ts', text: "if (type === 'jigsaw.order.recorded') share()\n" },
    { path: 'libs/core/sharing/share.ts', text: "if (unit === 'courts/b01fa') share()\n" },
    { path: 'libs/core/sharing/share.ts', text: "if (borough === 'Tower Hamlets') share()\n" },
  ],
}

describe('the rules of the house', () => {
  it('have a planted fault each', () => {
    expect(Object.keys(planted).toSorted()).toEqual(rules.map(({ name }) => name).toSorted())
  })

  it.each(Object.entries(planted))('%s: stops what it forbids', (rule, files) => {
    for (const file of files)
      expect({ file: file.text, because: because(file) }).toEqual({ file: file.text, because: [rule] })
  })

  it('name the line', () => {
    expect(
      houseFaults(rules, [{ path: 'apps/a/a.ts', text: "const a = 1\nthrow new Error('no')\n" }]),
    ).toEqual([expect.stringMatching(/^apps\/a\/a\.ts:2 {2}errors-have-codes: /)])
  })

  it.each([
    ['a date made from an instant', 'libs/core/sharing/decide.ts', 'const day = new Date(receivedAt)\n'],
    [
      'a comment on what code may not do',
      'libs/core/sharing/decide.ts',
      '// never Date.now(), see CORE\nexport const a = 1\n',
    ],
    [
      'a long comment on it',
      'libs/core/sharing/decide.ts',
      '/*\n * jigsaw: `courts/b01fa`\n */\nexport const a = 1\n',
    ],
    [
      'a main.ts that hands the environment over',
      'apps/register/main.ts',
      "readSettings('register', process.env)\n",
    ],
    ['the hub’s own events in an engine', 'apps/reconciler/gap.ts', "const type = 'hub.gap.opened'\n"],
    ['a party in its own edge', 'apps/courts/translate.ts', "const unit = 'courts/b01fa'\n"],
    ['a bare error in a spec', 'libs/core/persons/link.unit.spec.ts', "throw new Error('never')\n"],
  ])('leave %s alone', (_what, path, text) => {
    expect(because({ path, text })).toEqual([])
  })
})
