import { Command, CommanderError } from 'commander'

/**
 * Every command with its options. What a command does is loaded when it is asked for, so that `--help` and the small
 * commands start at once.
 */
export function buildProgram(): Command {
  const program = new Command('interlock')
    .description(
      'The operator’s tool of Interlock. Exit code 0: done; 1: refused, or something wrong was found; 2: misuse.',
    )
    .exitOverride(endOnMisuse)
    .configureOutput({
      outputError: (text, write) => write(`${misuseSentence(text)}\n`),
    })
  stackCommands(program)
  feedCommands(program)
  findingCommands(program)
  auditCommands(program)
  return program
}

/** What commander says on one line or two, as one sentence with its code. */
export function misuseSentence(text: string): string {
  const said = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
  return `HUB_CLI_MISUSE: ${said}; --help says what there is.`
}

function endOnMisuse(error: CommanderError): never {
  process.exit(error.exitCode === 0 ? 0 : 2)
}

function stackCommands(program: Command): void {
  program
    .command('start')
    .description('everything, with London played once: what npm start runs')
    .option('--once', 'stop after the table; exit code 0 if what was found equals what the scenario broke')
    .option('--fresh', 'forget what was received before')
    .option('--seed <n>', 'another London')
    .action(async (options) => (await import('./commands/start.js')).start(options))
  program
    .command('up')
    .description('servers and applications, without a scenario')
    .option('--simulated-clock <instant>', 'time stands still at this instant until interlock clock moves it')
    .option('--fresh', 'forget what was received before')
    .option('--detach', 'return when everything answers; interlock down stops it')
    .action(async (options) => (await import('./commands/up.js')).up(options))
  program
    .command('down')
    .description('stops what was started from this checkout; the data stay')
    .action(async () => (await import('./commands/down.js')).down())
  reading(program.command('status'))
    .description('each process, how far behind it is, its last tick, and problems in plain words')
    .action(async (options) => (await import('./commands/status.js')).status(options))
  program
    .command('setup')
    .description('topics and clients on the servers that the environment names; safe to run again')
    .action(async () => (await import('./commands/setup.js')).setup())
  reading(program.command('clock'))
    .description(
      'reads stream time; in a simulation moves it, and returns when everything due by then is decided',
    )
    .argument('[to]', 'an instant (2011-10-03T09:00:00Z, or a day), or a duration (+10d, +90m)')
    .action(async (to, options) => (await import('./commands/clock.js')).clock(to, options))
}

function feedCommands(program: Command): void {
  reading(program.command('play'))
    .description('plays a scenario against a hub on a simulated clock, and writes down what it broke')
    .argument('<scenario>', 'london, or small-london')
    .option('--seed <n>', 'another of its kind')
    .option('--faults <n>', 'how many orders lack a marker')
    .action(async (scenario, options) => (await import('./commands/play.js')).play(scenario, options))
  reading(program.command('send'))
    .description('posts CloudEvents as an organisation: one, an array, or JSON lines')
    .argument('<file>', 'a file, or - for standard input')
    .requiredOption('--as <organisation>', 'whose client is used; hub is the operator')
    .action(async (file, options) => (await import('./commands/send.js')).send(file, options))
  reading(program.command('inbox'))
    .description('what was delivered to an organisation; looking does not count as reading')
    .argument('<organisation>', 'or a unit, as police/port')
    .option('--follow', 'print each copy as it comes')
    .option('--unit <unit>', 'only this unit’s copies')
    .option('--limit <n>', 'the latest so many', '50')
    .action(async (organisation, options) =>
      (await import('./commands/inbox.js')).inbox(organisation, options),
    )
}

function findingCommands(program: Command): void {
  reading(program.command('gaps'))
    .description('what is missing, the longest outstanding first')
    .option('--state <state>', 'open, closed or all', 'open')
    .option('--rule <id>', 'only of this rule')
    .option('--limit <n>', 'at most so many', '200')
    .action(async (options) => (await import('./commands/gaps.js')).gaps(options))
  reading(program.command('gap'))
    .description('one gap, with the facts it was judged from')
    .argument('<id>', 'its id, or the beginning of it')
    .action(async (id, options) => (await import('./commands/gap.js')).gap(id, options))
  reading(program.command('explain'))
    .description('the whole life of one message: receipt, sharing, delivery, obligations')
    .argument('<event-id>')
    .option('--organisation <organisation>', 'only what concerns its units')
    .action(async (eventId, options) => (await import('./commands/explain.js')).explain(eventId, options))
  reading(program.command('person'))
    .description('a person’s records, why they are linked, profile and timeline')
    .argument('<identifier>', 'a value such as a PNC ID, <scheme>:<value>, a hub key, or the id of a fact')
    .action(async (identifier, options) => (await import('./commands/person.js')).person(identifier, options))
  reading(program.command('score'))
    .description('what was found against what a scenario broke')
    .argument('<truth-file>')
    .action(async (file, options) => (await import('./commands/score.js')).score(file, options))
}

function auditCommands(program: Command): void {
  windowed(reading(program.command('conservation')))
    .description('the conservation law: counts at every stage, and each message that breaks it')
    .option('--patience <seconds>', 'how long what may be under way is waited for', '10')
    .action(async (options) => (await import('./commands/conservation.js')).conservation(options))
  const ledger = program.command('ledger').description('the disclosure ledger')
  windowed(reading(ledger.command('verify')))
    .description('every chain from its first row to its head, every day’s heads, and every seal')
    .action(async (options) => (await import('./commands/ledger-verify.js')).ledgerVerify(options))
  const contracts = program.command('contracts').description('the catalogue')
  reading(contracts.command('check'))
    .description('every fault at once, each with its place')
    .action(async (options) => (await import('./commands/contracts.js')).contractsCheck(options))
  reading(contracts.command('explain'))
    .description('what an event says, who may hear it with which fields, and what must follow')
    .argument('<event>', 'its type, with or without @version')
    .action(async (event, options) =>
      (await import('./commands/contracts.js')).contractsExplain(event, options),
    )
  parkingCommands(program.command('parking').description('messages set aside'))
}

function parkingCommands(parking: Command): void {
  reading(parking.command('list'))
    .description('the longest waiting first')
    .option('--state <state>', 'parked, refused, replayed, discarded or all', 'parked')
    .option('--stage <stage>', 'only of register, exchange, reconciler or delivery')
    .action(async (options) => (await import('./commands/parking.js')).parkingList(options))
  reading(parking.command('show'))
    .description('why, and the message as it came')
    .argument('<id>')
    .action(async (id, options) => (await import('./commands/parking.js')).parkingShow(id, options))
  reading(parking.command('replay'))
    .description('puts messages back to be dealt with')
    .argument('<id...>')
    .action(async (ids, options) =>
      (await import('./commands/parking.js')).parkingRepair('replay', ids, options),
    )
  reading(parking.command('discard'))
    .description('gives messages up, with a reason that is kept')
    .argument('<id...>')
    .requiredOption('--reason <text>')
    .action(async (ids, options) =>
      (await import('./commands/parking.js')).parkingRepair('discard', ids, options),
    )
}

function reading(command: Command): Command {
  return command.option('--json', 'for programs')
}

function windowed(command: Command): Command {
  return command
    .option('--from <instant>', 'only what was received from then on')
    .option('--to <instant>', 'only what was received before then')
}
