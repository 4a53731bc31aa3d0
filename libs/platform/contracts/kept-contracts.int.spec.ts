import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { keepContracts, loadContracts } from '#platform/contracts'

describe('contracts kept for the processes that start', () => {
  let folder: string
  let contracts: string
  const organisation = 'organisations/courts.yaml'

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-contracts-'))
    contracts = join(folder, 'contracts')
    cpSync('contracts', contracts, { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const home = () => join(folder, 'home')
  const nameOf = (catalogue: ReturnType<typeof loadContracts>) => catalogue.organisations.get('courts')?.name
  const rename = (file: string, from: string, to: string) =>
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to))

  it('are believed without reading them again, and make the same catalogue', () => {
    const checked = keepContracts(contracts, home())
    expect(loadContracts(contracts, home()).hash).toBe(checked.hash)
    rename(join(home(), 'contracts-read.json'), nameOf(checked)!, 'Kept Courts')
    expect(nameOf(loadContracts(contracts, home()))).toBe('Kept Courts')
  })

  it('are not believed once a contract has changed', () => {
    const name = nameOf(keepContracts(contracts, home()))!
    rename(join(contracts, organisation), name, 'Changed Courts')
    expect(nameOf(loadContracts(contracts, home()))).toBe('Changed Courts')
  })

  it('judge payloads as contracts read anew do', () => {
    keepContracts(contracts, home())
    const [read, kept] = [loadContracts(contracts), loadContracts(contracts, home())]
    for (const { name, examples, check } of read.events.values())
      for (const example of [...examples.accepted, ...examples.refused])
        expect([name, kept.events.get(name)?.check(example)]).toEqual([name, check(example)])
  })

  it('are never contracts that were refused', () => {
    writeFileSync(join(contracts, organisation), 'no: organisation\n')
    expect(() => keepContracts(contracts, home())).toThrow('The contracts cannot be used')
    expect(() => loadContracts(contracts, home())).toThrow('The contracts cannot be used')
  })
})
