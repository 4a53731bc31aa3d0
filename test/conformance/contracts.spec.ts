import { describe, expect, it, jest } from '@jest/globals'
import { type EventContract, kindOf, loadCatalogue } from '#core/catalogue'
import { readContracts } from '#platform/contracts'
import { CONTRACTS_DIR } from '#testkit/catalogue'

jest.setTimeout(60_000)

const files = readContracts(CONTRACTS_DIR)
const loaded = loadCatalogue(files)
const catalogue = loaded.ok ? loaded.catalogue : undefined
const events = [...(catalogue?.events.values() ?? [])].map((event) => [event.name, event] as const)
const sampleOf = (event: EventContract): Record<string, unknown> =>
  event.examples.accepted[0] as Record<string, unknown>

describe('the contracts', () => {
  it('have no fault', () => {
    expect(loaded.ok ? [] : loaded.faults.map(({ file, line, says }) => `${file}:${line}: ${says}`)).toEqual(
      [],
    )
  })

  it('load in under a second', () => {
    // processor time, because the machine may be busy with other suites
    const seconds = [1, 2, 3].map(() => {
      const began = process.cpuUsage()
      loadCatalogue(files)
      const { user, system } = process.cpuUsage(began)
      return (user + system) / 1_000_000
    })
    expect(Math.min(...seconds)).toBeLessThan(1)
  })

  it('are every YAML file of the folder, and each is read as some kind of contract or reference', () => {
    const kinds = [
      'organisations',
      'events',
      'agreements',
      'obligations',
      'comparisons',
      'measures',
      'lists',
      'reference',
    ]
    const others = files.filter(
      ({ path }) => path !== 'contracts.lock.yaml' && !kinds.includes(path.split('/')[0] ?? ''),
    )
    expect(others.map(({ path }) => path)).toEqual([])
  })

  it('name the schema by which an editor completes them, on their first line', () => {
    const lacking = files.filter(({ path, text }) => {
      const kind = kindOf(path)
      const schema = `${'../'.repeat(path.split('/').length - 1)}schemas/${kind}.schema.json`
      return kind !== undefined && !text.startsWith(`# yaml-language-server: $schema=${schema}\n`)
    })
    expect(lacking.map(({ path }) => path)).toEqual([])
  })
})

describe.each(events)('%s', (_, event) => {
  it('takes every accepted example', () => {
    expect(event.examples.accepted.flatMap((example) => event.check(example))).toEqual([])
  })

  it('refuses every refused example, and has one to show', () => {
    expect(event.examples.refused.length).toBeGreaterThan(0)
    for (const example of event.examples.refused) expect(event.check(example)).not.toEqual([])
  })

  it('refuses a payload without a field that is required, naming it, and takes one without any optional field', () => {
    const fields = [...event.fields.values()]
    for (const { field } of fields.filter(({ optional }) => !optional)) {
      const { [field]: _removed, ...rest } = sampleOf(event)
      expect(event.check(rest).map(({ at }) => at)).toContain(`/${field}`)
    }
    const needed = fields
      .filter(({ optional }) => !optional)
      .map(({ field }) => [field, sampleOf(event)[field]])
    expect(event.check(Object.fromEntries(needed))).toEqual([])
  })

  it('refuses a field that it does not declare', () => {
    expect(event.check({ ...sampleOf(event), undeclared: 1 }).map(({ code, at }) => [code, at])).toEqual([
      ['HUB_DATA_UNKNOWN', '/undeclared'],
    ])
  })

  it('can evaluate on its own sample what it sets and whom it names', () => {
    const scope = { data: sampleOf(event), person: {} }
    for (const { value, from, until, where } of event.sets) {
      expect(() => where?.holds(scope)).not.toThrow()
      for (const expression of [from, until, 'text' in value ? value : undefined])
        expect(() => expression?.value(scope)).not.toThrow()
    }
    if (event.names) expect(event.names.value(scope)).toEqual(expect.any(Array))
  })
})

describe.each((catalogue?.agreements ?? []).map((agreement) => [agreement.agreement, agreement] as const))(
  '%s',
  (_, agreement) => {
    it('can be judged for every accepted example of what it gives', () => {
      for (const { event: name, where } of agreement.shares) {
        const event = catalogue?.events.get(name)
        for (const data of event?.examples.accepted ?? []) {
          const unit = { id: '', role: '', organisation: '', area: '', code: '' }
          expect(() => where?.holds({ data, person: {}, unit })).not.toThrow()
        }
      }
    })
  },
)

describe.each(
  (catalogue?.obligations ?? []).map((rule) => [`${rule.obligation}@${rule.version}`, rule] as const),
)('%s', (_, rule) => {
  it('can be judged for every accepted example of what it watches', () => {
    const watched = [
      rule.opens,
      rule.conflicts,
      rule.reopens,
      rule.cancels,
      rule.putRight?.by ?? [],
      rule.expects,
      rule.precededBy ?? [],
      rule.clocks.flatMap(({ expects, precededBy }) => [...expects, ...(precededBy ? [precededBy] : [])]),
    ].flat()
    const unit = { id: '', role: '', organisation: '', area: '', code: '' }
    for (const { type, where } of watched)
      for (const [, event] of events.filter(([, candidate]) => candidate.type === type))
        for (const data of event.examples.accepted)
          expect(() => where?.holds({ data, person: {}, unit, opening: data })).not.toThrow()
  })
})
