import { createKafka } from '#platform/kafka'
import { type Clock, readStageProgress, readStreamTime, type StageProgress } from '#platform/published'
import { sentence } from './commands/clock.js'
import { counted } from './answer.js'
import { type HubPlace, withDatabase } from './hub-place.js'
import { sentenceOf } from './refusal.js'
import { APPLICATIONS } from './stack/applications.js'
import { readStackRecord } from './stack/stack-record.js'

export interface PartState {
  part: string
  state: 'up' | 'not ready' | 'down' | 'not asked'
  /** Messages that it has yet to deal with; null where that has no meaning or cannot be known. */
  behind: number | null
  lastTickAt: number | null
  where: string
}

export interface HubState {
  parts: PartState[]
  /** Stream time in words. */
  clock: string
  problems: string[]
}

const ANSWER_MS_MAX = 3_000
/** More than a moment's work on a small machine. */
const BEHIND_MANY = 5_000

/** Asks every part of the hub how it is. */
export async function lookAtHub(place: HubPlace): Promise<HubState> {
  const [kafka, database, apps] = await Promise.all([
    kafkaEnds(place),
    databaseState(place),
    applications(place),
  ])
  const problems: string[] = []
  const parts: PartState[] = [
    server('PostgreSQL', database.fault, new URL(place.databaseUrl).host),
    server('Kafka', kafka.fault, place.kafka.brokers.join(',')),
  ]
  for (const [name, fault] of [
    ['PostgreSQL', database.fault],
    ['Kafka', kafka.fault],
  ] as const)
    if (fault !== undefined) problems.push(`${name} does not answer: ${fault}`)
  for (const app of apps) {
    parts.push({ ...app, ...progressOf(app.part, database.progress, database.clock, kafka.ends) })
    if (app.state !== 'up' && app.state !== 'not asked')
      problems.push(`${app.part} is ${app.state}; its log is ${place.home}/logs/${app.part}.log`)
  }
  problems.push(...troubles(database.progress, database.clock, parts))
  return {
    parts,
    clock: database.clock === undefined ? 'Stream time is not known.' : sentence(database.clock),
    problems,
  }
}

function server(part: string, fault: string | undefined, where: string): PartState {
  return { part, state: fault === undefined ? 'up' : 'down', behind: null, lastTickAt: null, where }
}

function progressOf(
  part: string,
  progress: StageProgress | undefined,
  clock: Clock | undefined,
  ends: ReadonlyMap<string, number> | undefined,
): Pick<PartState, 'behind' | 'lastTickAt'> {
  if (progress === undefined) return { behind: null, lastTickAt: null }
  if (part === 'register') return { behind: unread(progress, ends), lastTickAt: clock?.tickAt ?? null }
  if (part === 'exchange') return { behind: progress.exchangeBehind, lastTickAt: progress.exchangeTickAt }
  if (part === 'reconciler')
    return { behind: progress.reconcilerBehind, lastTickAt: progress.reconcilerTickAt }
  return { behind: part === 'delivery' ? progress.deliveryBehind : null, lastTickAt: null }
}

function unread(
  { registerCursors }: StageProgress,
  ends: ReadonlyMap<string, number> | undefined,
): number | null {
  if (ends === undefined) return null
  const applied = new Map(registerCursors.map((each) => [`${each.topic}/${each.partition}`, each.applied]))
  return [...ends].reduce((sum, [place, end]) => sum + Math.max(0, end - (applied.get(place) ?? 0)), 0)
}

function troubles(
  progress: StageProgress | undefined,
  clock: Clock | undefined,
  parts: readonly PartState[],
): string[] {
  const found: string[] = []
  if (clock?.stoppedCode)
    found.push(`The clock has stopped (${clock.stoppedCode}): nothing falls due any more.`)
  for (const { part, behind } of parts)
    if (behind !== null && behind > BEHIND_MANY)
      found.push(`${part} is ${counted(behind, 'message')} behind.`)
  for (const { stage, count } of progress?.parked ?? [])
    if (count > 0)
      found.push(
        `${counted(count, 'message')} set aside in the ${stage}: npx interlock parking list --stage ${stage}`,
      )
  for (const { receiver, organisation, state, code, parkedLanes } of progress?.webhooks ?? [])
    found.push(
      state === 'active'
        ? `The webhook of ${receiver} has given up on ${counted(parkedLanes, 'lane')}: POST /inbox/webhook/resume?organisation=${organisation}`
        : `The webhook of ${receiver} is ${state} (${code ?? 'no code'}).`,
    )
  if (progress?.unjudged) found.push(`Cases that cannot be judged: ${progress.unjudged}`)
  if (progress?.nobody) found.push(`Facts named somebody whom no unit is: ${progress.nobody}`)
  return found
}

async function databaseState(
  place: HubPlace,
): Promise<{ progress?: StageProgress; clock?: Clock; fault?: string }> {
  try {
    return await withDatabase(
      async (pool) => ({ clock: await readStreamTime(pool), progress: await readStageProgress(pool) }),
      place,
    )
  } catch (error) {
    return { fault: sentenceOf(error) }
  }
}

/** The next offset of every partition of `facts.*`. */
async function kafkaEnds({ kafka }: HubPlace): Promise<{ ends?: Map<string, number>; fault?: string }> {
  const admin = createKafka(kafka, 'operator').producing.admin()
  try {
    await admin.connect()
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${kafka.prefix}facts.`))
    const ends = new Map<string, number>()
    for (const topic of topics)
      for (const { partition, high } of await admin.fetchTopicOffsets(topic))
        ends.set(`${topic}/${partition}`, Number(high))
    return { ends }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}

/** Those of the local stack by its ports; elsewhere the ones whose address the environment names. */
async function applications(place: HubPlace): Promise<Omit<PartState, 'behind' | 'lastTickAt'>[]> {
  const record = readStackRecord(place.home)
  const urls: Record<string, string> =
    record === undefined
      ? {
          identity: place.oidcIssuer,
          intake: place.intakeUrl,
          delivery: place.deliveryUrl,
          ...place.edges,
        }
      : Object.fromEntries(
          Object.entries(APPLICATIONS).map(([app, port]) => [app, `http://127.0.0.1:${record.ports[port]}`]),
        )
  const asked = await Promise.all(
    Object.entries(urls).map(async ([part, where]) => ({ part, where, state: await readiness(where) })),
  )
  // elsewhere than on this machine nobody says where the stages answer; how far they have come is in the database
  const stages = ['register', 'exchange', 'reconciler'].filter((stage) => !(stage in urls))
  return [...asked, ...stages.map((part) => ({ part, where: '-', state: 'not asked' as const }))]
}

async function readiness(url: string): Promise<PartState['state']> {
  try {
    const answered = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    await answered.body?.cancel()
    return answered.ok ? 'up' : 'not ready'
  } catch {
    return 'down'
  }
}
