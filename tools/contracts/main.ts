#!/usr/bin/env node
import { join } from 'node:path'
import { Command } from 'commander'
import { loadCatalogue } from '#core/catalogue'
import { readContracts } from '#platform/contracts'
import { repositoryRoot } from '../servers/repository-root.js'
import { drift, generatedFiles, writeGenerated } from './generated-files.js'
import { lockContracts, unlocked } from './lock.js'

const root = repositoryRoot()
const contracts = join(root, 'contracts')

const program = new Command('contracts')
  .description(
    'Checks contracts/, and keeps what is generated from it current. Without a command: check, then generate.',
  )
  .action(async () => {
    if (check(false)) await generate(false)
  })

program
  .command('check')
  .description('every fault of the contracts at once, each with its place and its mend')
  .option('--json', 'for programs')
  .action(({ json }: { json?: boolean }) => {
    check(json === true)
  })

program
  .command('generate')
  .description('writes types, topics, access rules, schemas for editors, and CATALOGUE.md')
  .option('--check', 'only says which of them are not current')
  .action(async ({ check: onlyCheck }: { check?: boolean }) => {
    if (check(false)) await generate(onlyCheck === true)
  })

program
  .command('lock')
  .description('publishes what is new: its hash is written down, and from then on it may not change')
  .option('--replace <names...>', 'contracts whose published version is replaced, before anybody has used it')
  .action(({ replace = [] }: { replace?: string[] }) => {
    const { added, refused } = lockContracts(contracts, replace)
    for (const name of added) process.stdout.write(`locked ${name}\n`)
    for (const name of refused)
      fail(`${name} is published and was changed: take the change back, and say it in a new version.`)
    if (added.length === 0 && refused.length === 0)
      process.stdout.write('Everything published was locked already.\n')
  })

await program.parseAsync()

function check(json: boolean): boolean {
  const began = performance.now()
  const files = readContracts(contracts)
  const loaded = loadCatalogue(files)
  const ms = Math.round(performance.now() - began)
  if (json)
    process.stdout.write(
      `${JSON.stringify(loaded.ok ? { ok: true, hash: loaded.catalogue.hash } : loaded)}\n`,
    )
  if (loaded.ok) {
    const { events, agreements, obligations, comparisons, units } = loaded.catalogue
    const unpublished = json ? [] : unlocked(contracts)
    if (unpublished.length > 0)
      process.stdout.write(
        `${unpublished.length} contracts are not published yet: npm run contracts -- lock\n`,
      )
    if (!json)
      process.stdout.write(
        `${files.length} files, no fault: ${units.size} units, ${events.size} events, ${agreements.length} agreements, ` +
          `${obligations.length} obligations, ${comparisons.length} comparisons (${ms} ms)\n`,
      )
    return true
  }
  if (!json)
    for (const { file, line, says, code } of loaded.faults)
      process.stderr.write(`contracts/${file}:${line}: ${says} (${code})\n`)
  fail(`${loaded.faults.length} ${loaded.faults.length === 1 ? 'fault' : 'faults'} to mend.`)
  return false
}

async function generate(onlyCheck: boolean): Promise<void> {
  if (!onlyCheck) {
    const written = await writeGenerated(root)
    process.stdout.write(
      written.length === 0 ? 'Everything generated is current.\n' : `written: ${written.join(', ')}\n`,
    )
    return
  }
  const stale = drift(root, await generatedFiles(root))
  for (const { path, why } of stale) fail(`${path} ${why}: run npm run contracts, and commit what it writes.`)
  if (stale.length === 0) process.stdout.write('Everything generated is current.\n')
}

function fail(says: string): void {
  process.stderr.write(`${says}\n`)
  process.exitCode = 1
}
