import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, Producer } from 'kafkajs'
import { LINKED_PARTITIONS, type Tick, tickHeaders } from '#core/messages'
import { type KafkaClients, transactionalProducer } from '#platform/kafka'
import type { Client, Pool } from '#platform/postgres'
import { type Logger, sayable } from '#platform/telemetry'
import { noteStopped, noteTick, noteTickOffsets, readClock } from './clock-store.js'
import { nextTick } from './next-tick.js'

export interface MetronomeOptions {
  transactionalId: string
  /** Who must have come to the end of which topics before a tick may go out. */
  mustHaveRead: { group: string; topics: string[] }[]
  linkedTopic: string
  now: () => number
}

const POLL_MS = 50
const CATCH_UP_POLL_MS = 5
const ELECTION_MS = 1_000

/**
 * Publishes ticks to every partition of `hub.linked` in one transaction. One metronome at a time: a session's advisory
 * lock elects it, and its transactional id fences one that froze. A tick goes out only when everything received before it
 * has been linked, so a backlog delays an alarm and never causes a false one.
 */
export class Metronome {
  private readonly admin: Admin
  private producer: Producer | undefined
  private running: Promise<void> | undefined
  private stopped = false
  private wake: (() => void) | undefined

  constructor(
    private readonly pool: Pool,
    private readonly kafka: KafkaClients,
    private readonly options: MetronomeOptions,
    private readonly logger: Logger,
  ) {
    this.admin = kafka.producing.admin()
  }

  start(): void {
    this.running = this.run()
  }

  /** Something may have changed: look at the clock now instead of at the next poll. */
  nudge(): void {
    this.wake?.()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.nudge()
    await this.running
  }

  private async run(): Promise<void> {
    await this.admin.connect()
    while (!this.stopped) {
      try {
        await this.reign()
      } catch (error) {
        this.logger.warn({ code: 'HUB_METRONOME_RETRIES', error: sayable(error) })
        await pause(ELECTION_MS)
      }
    }
    await this.admin.disconnect()
  }

  /** Ticks for as long as the advisory lock is ours. */
  private async reign(): Promise<void> {
    const session = await this.pool.connect()
    let beating: NodeJS.Timeout | undefined
    let isOurs = true
    try {
      await session.query(`set idle_session_timeout = '5s'`)
      const { rows } = await session.query<{ won: boolean }>(
        `select pg_try_advisory_lock(hashtext('metronome')) as won`,
      )
      if (!rows[0]!.won) {
        await this.sleep(ELECTION_MS)
        return
      }
      await this.takeProducer()
      // Beats also while a backlog is waited for; a frozen process beats no more and loses its lock.
      beating = setInterval(() => void session.query('select 1').catch(() => (isOurs = false)), ELECTION_MS)
      let isFirst = true
      while (!this.stopped && isOurs) {
        const worked = await this.beat(session, isFirst)
        isFirst = false
        if (!worked) await this.sleep(POLL_MS)
      }
    } finally {
      clearInterval(beating)
      session.release(true)
      await this.producer?.disconnect().catch(() => undefined)
      this.producer = undefined
    }
  }

  private async beat(session: Client, isFirst: boolean): Promise<boolean> {
    const clock = await readClock(this.pool)
    const next = nextTick(clock, this.options.now())
    if (next.kind === 'outstanding' && isFirst) await this.publish({ at: clock.tickAt!, round: clock.round })
    if (next.kind === 'never-quiet' && clock.stoppedCode === null) {
      this.logger.error({ code: 'HUB_CLOCK_NEVER_QUIET', at: clock.tickAt, round: clock.round })
      await noteStopped(this.pool, 'HUB_CLOCK_NEVER_QUIET')
    }
    if (next.kind !== 'tick') return false
    await Promise.all(this.options.mustHaveRead.map((reader) => this.caughtUp(reader)))
    if (this.stopped) return false
    await noteTick(session, next.tick)
    await this.publish(next.tick)
    return true
  }

  /** Waits until a reader has worked through all that its topics held when asked. */
  private async caughtUp({ group: groupId, topics }: { group: string; topics: string[] }): Promise<void> {
    const ends = await Promise.all(
      topics.map(async (topic) => ({
        topic,
        offsets: await this.admin.fetchTopicOffsets(topic),
      })),
    )
    while (!this.stopped) {
      const committed = await this.admin.fetchOffsets({ groupId, topics })
      const behind = ends.some(({ topic, offsets }) => {
        const group = committed.find((entry) => entry.topic === topic)
        return offsets.some(({ partition, high }) => {
          const offset = Number(
            group?.partitions.find((entry) => entry.partition === partition)?.offset ?? -1,
          )
          return Math.max(offset, 0) < Number(high)
        })
      })
      if (!behind) return
      await pause(CATCH_UP_POLL_MS)
    }
  }

  private async takeProducer(): Promise<void> {
    this.producer = transactionalProducer(this.kafka.producing, this.options.transactionalId)
    await this.producer.connect()
    // Takes the transactional id now, at the election: one that does so later would depose its successor.
    await (await this.producer.transaction()).abort()
  }

  private async publish(tick: Tick): Promise<void> {
    const transaction = await this.producer!.transaction()
    const headers = tickHeaders(tick)
    const messages = Array.from({ length: LINKED_PARTITIONS }, (_, partition) => ({
      partition,
      value: null,
      headers,
    }))
    const sent = await transaction.send({ topic: this.options.linkedTopic, acks: -1, messages })
    await transaction.commit()
    await noteTickOffsets(
      this.pool,
      tick,
      Object.fromEntries(sent.map((each) => [each.partition, Number(each.baseOffset)])),
    )
  }

  private async sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.wake = undefined
  }
}
