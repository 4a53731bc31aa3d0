import { describe, expect, it } from '@jest/globals'
import type { Command } from 'commander'
import { buildProgram, misuseSentence } from './program.js'

const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)]
const named = all(buildProgram())
const nameOf = (command: Command): string =>
  command.parent?.parent ? `${command.parent.name()} ${command.name()}` : command.name()

describe('the commands', () => {
  it('are those that users, scripts and pages rely on', () => {
    expect(named.map(nameOf)).toEqual(
      expect.arrayContaining([
        ...[
          'setup',
          'start',
          'up',
          'down',
          'status',
          'clock',
          'play',
          'send',
          'inbox',
          'gaps',
          'gap',
          'explain',
        ],
        ...['person', 'conservation', 'ledger verify', 'parking list', 'parking show', 'parking replay'],
        ...['parking discard', 'contracts check', 'contracts explain', 'score'],
      ]),
    )
  })

  it('each say what they do', () => {
    expect(named.filter((command) => command.description() === '').map(nameOf)).toEqual([])
  })

  it.each([
    'status',
    'clock',
    'inbox',
    'gaps',
    'gap',
    'explain',
    'person',
    'conservation',
    'verify',
    'list',
    'score',
  ])('answer programs in JSON: %s', (name) => {
    const command = named.find((each) => each.name() === name)
    expect(command?.options.map(({ long }) => long)).toContain('--json')
  })

  it('say what was misused in one sentence with its code', () => {
    expect(misuseSentence("error: unknown option '--sate'\n(Did you mean --state?)\n")).toBe(
      "HUB_CLI_MISUSE: unknown option '--sate' (Did you mean --state?); --help says what there is.",
    )
  })
})
