import { HubError } from '#core/kernel'
import { ChainVerifier, emptyChain, genesis, type LedgerRow, type Seal, verifySeal } from '#core/ledger'
import {
  disclosurePages,
  ledgerDays,
  ledgerHeads,
  ledgerPartitions,
  type Queryable,
  type StoredDay,
} from '#platform/published'
import { answer, counted, grouped, type Reading, table } from '../answer.js'
import { withDatabase } from '../hub-place.js'
import { longReading } from '../long-reading.js'
import { windowOf } from '../moments.js'

export interface LedgerFault {
  partition: number | null
  position: number | null
  says: string
}

export interface LedgerReport {
  partitions: { partition: number; rows: number; inWindow: number; holds: boolean }[]
  /** Days whose end was recorded, and how many of them were sealed. */
  days: number
  seals: number
  faults: LedgerFault[]
}

/**
 * `interlock ledger verify`: every chain from its first row to its recorded head, every day's heads, and every seal. A window
 * only narrows what is counted: one altered row before it would make everything after it worthless.
 */
export async function ledgerVerify(options: Reading & { from?: string; to?: string }): Promise<void> {
  const window = windowOf(options)
  const found = await withDatabase((pool) => longReading(pool, (client) => verifyLedger(client, window)))
  answer(options, { ...found, holds: found.faults.length === 0 }, () => report(found))
  if (found.faults.length > 0)
    throw new HubError('HUB_LEDGER_BROKEN', `The disclosure ledger is broken: ${found.faults[0]!.says}`)
}

export async function verifyLedger(
  db: Queryable,
  window: { fromAt: number | null; toAt: number | null },
): Promise<LedgerReport> {
  const heads = new Map((await ledgerHeads(db)).map((head) => [head.partition, head]))
  const days = await ledgerDays(db)
  const recorded = recordedHeads(days)
  const faults: LedgerFault[] = []
  const partitions: LedgerReport['partitions'] = []
  for (const partition of await ledgerPartitions(db)) {
    const wanted = recorded.get(partition) ?? new Map<number, { hash: string; day: string }>()
    const chain = await walk(db, partition, window, wanted)
    const head = heads.get(partition) ?? { ...emptyChain(partition), position: 0 }
    const end = chain.fault ?? ended(chain.verifier, head)
    if (end !== undefined) faults.push(end)
    faults.push(...chain.dayFaults)
    partitions.push({
      partition,
      rows: chain.rows,
      inWindow: chain.inWindow,
      holds: end === undefined && chain.dayFaults.length === 0,
    })
  }
  const seals = days.filter(({ seal }) => seal !== null)
  faults.push(...seals.flatMap(sealFaults))
  return { partitions, days: days.length, seals: seals.length, faults }
}

interface Walked {
  verifier: ChainVerifier
  rows: number
  inWindow: number
  fault: LedgerFault | undefined
  dayFaults: LedgerFault[]
}

async function walk(
  db: Queryable,
  partition: number,
  { fromAt, toAt }: { fromAt: number | null; toAt: number | null },
  wanted: ReadonlyMap<number, { hash: string; day: string }>,
): Promise<Walked> {
  const walked: Walked = {
    verifier: new ChainVerifier(emptyChain(partition)),
    rows: 0,
    inWindow: 0,
    fault: undefined,
    dayFaults: [],
  }
  for await (const page of disclosurePages(db, partition))
    for (const { entry } of page) {
      const row = entry as LedgerRow
      const broken = walked.verifier.add(row)
      if (broken !== undefined) return { ...walked, fault: named(broken) }
      walked.rows++
      if ((fromAt === null || row.decidedAt >= fromAt) && (toAt === null || row.decidedAt < toAt))
        walked.inWindow++
      const day = wanted.get(row.position)
      if (day !== undefined && day.hash !== row.hash)
        walked.dayFaults.push({
          partition,
          position: row.position,
          says: `Partition ${partition}, row ${row.position} is not the one with which ${day.day} ended.`,
        })
    }
  return walked
}

function ended(
  verifier: ChainVerifier,
  { partition, position, hash }: { partition: number; position: number; hash: string },
): LedgerFault | undefined {
  const end = verifier.end({ partition, position, hash })
  return end.ok ? undefined : named(end)
}

function named({
  partition,
  position,
  says,
}: {
  partition: number
  position: number
  says: string
}): LedgerFault {
  return { partition, position, says: `Partition ${partition}: ${says}` }
}

/** Heads that were recorded as days ended, by partition and position. */
function recordedHeads(days: readonly StoredDay[]): Map<number, Map<number, { hash: string; day: string }>> {
  const recorded = new Map<number, Map<number, { hash: string; day: string }>>()
  for (const { day, heads } of days)
    for (const { partition, position, hash } of heads) {
      if (position === 0 && hash === genesis(partition)) continue
      const chain = recorded.get(partition) ?? new Map<number, { hash: string; day: string }>()
      recorded.set(partition, chain.set(position, { hash, day }))
    }
  return recorded
}

function sealFaults({ seal, heads }: StoredDay): LedgerFault[] {
  const checked = verifySeal(seal as Seal, heads)
  return checked.ok ? [] : [{ partition: checked.partition, position: null, says: checked.says }]
}

function report({ partitions, days, seals, faults }: LedgerReport): string {
  const rows = partitions.map(({ partition, rows, inWindow, holds }) => [
    partition,
    rows,
    inWindow,
    holds ? 'whole' : 'broken',
  ])
  const total = partitions.reduce((sum, { rows }) => sum + rows, 0)
  return [
    table(['partition', 'rows', 'in the window', 'chain'], rows),
    `${grouped(total)} decisions, ${counted(days, 'day')} recorded, ${counted(seals, 'seal')}.`,
    faults.length === 0 ? 'The ledger is whole.' : faults.map(({ says }) => says).join('\n'),
  ].join('\n\n')
}
