#!/usr/bin/env node
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { loadContracts } from '#platform/contracts'
import { repositoryRoot } from '../servers/repository-root.js'
import {
  type AgreementChoice,
  type ComparisonChoice,
  newAgreement,
  newComparison,
  newDecision,
  newEvent,
  newObligation,
  type ObligationChoice,
  type Scaffold,
} from './templates.js'

const root = repositoryRoot()
const catalogue = () => loadContracts(join(root, 'contracts'))

const program = new Command('new').description(
  'Starts an event, agreement, obligation, comparison or decision from a file that loads as it stands.',
)

program
  .command('event <type>')
  .description(
    'a fact that may be said: <namespace>.<noun>.<past participle>; a further version of one that exists',
  )
  .action((type: string) => write(() => newEvent(catalogue(), type)))

program
  .command('agreement <name>')
  .description('who may hear it')
  .requiredOption('--gives <organisation>', 'the organisation that gives')
  .requiredOption('--to <unit>', 'the unit that receives')
  .requiredOption('--event <name>', 'the event at a version, such as courts.warrant.issued@1')
  .action((name: string, choice: AgreementChoice) => write(() => newAgreement(catalogue(), name, choice)))

program
  .command('obligation <rule> <slug>')
  .description('what must follow: RR-85 warrant-executed')
  .requiredOption('--opens <type>', 'the event that opens it')
  .requiredOption('--expects <type>', 'the event that must follow')
  .action((rule: string, slug: string, choice: ObligationChoice) =>
    write(() => newObligation(catalogue(), rule, slug, choice)),
  )

program
  .command('comparison <rule> <slug>')
  .description('what two registers must agree on')
  .requiredOption('--key <handle>', 'the handle that rows are joined on')
  .requiredOption('--left <type>', 'the event that rows of one side are shaped as')
  .requiredOption('--right <type>', 'the event that rows of the other side are shaped as')
  .action((rule: string, slug: string, choice: ComparisonChoice) =>
    write(() => newComparison(catalogue(), rule, slug, choice)),
  )

program
  .command('decision <title>')
  .description('a record of what was decided, and why')
  .action((title: string) => write(() => newDecision(standingDecisions(), title)))

program.parse()

function standingDecisions(): string[] {
  const folder = join(root, 'docs', 'decisions')
  return existsSync(folder) ? readdirSync(folder) : []
}

function write(make: () => Scaffold): void {
  try {
    const { path, text } = make()
    const file = join(root, path)
    if (existsSync(file)) throw new Error(`${path} exists already.`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    process.stdout.write(`${path}\nEdit it, then: npm run contracts\n`)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}
