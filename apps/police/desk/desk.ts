import { dueAt, instantOf, londonDay, parsePhrase, type WorkingCalendar } from '#core/calendar'
import { HubError, parseInstant } from '#core/kernel'
import {
  cursorOf,
  type HubClient,
  type InboxCopy,
  lockedCursor,
  moveCursor,
  type NativeMessages,
  type Outgoing,
} from '#platform/edge'
import { type Client, inTransaction, type Pool } from '#platform/postgres'
import { catchUp, orderKey, type PncRegister } from '../pnc/pnc-sandbox.js'
import { type PncTransaction, transactionLine } from '../pnc/transaction.js'
import { activePages, enterCopy, writePage } from './desk-book.js'
import { type DeskCase, nextAction, type PaperCopy } from './desk-case.js'
import { copyReceived, copyRequested } from './desk-events.js'

const READER = 'police/pnc-bureau'
const PAGE_COPIES = 200
const PAGES_MAX = 100
/** Requests that the unit writes in a day. */
const REQUESTS_PER_DAY_MAX = 100
/** How long a court has to answer before it is asked again (A; RR-03 gives it as long). */
const ANSWER_TIME = '5 working days after opening'

/** What was done in one working through of the desk. */
export interface DeskDay {
  copiesRead: number
  papersOpened: number
  requested: { courtCode: string; orderId: string; requestNo: number }[]
  /** What the PNC took and the hub was told of. */
  transactions: { courtCode: string; orderId: string; action: string }[]
  /** Facts that the hub did not take, and transactions that the PNC could not read; set aside with the reasons. */
  factsRefused: number
}

interface Decided extends Pick<DeskDay, 'papersOpened' | 'requested'> {
  /** By the id of the native message that each is kept as. */
  sent: Map<string, PncTransaction>
}

export interface DeskParts {
  pool: Pool
  hub: HubClient
  sandbox: PncRegister
  messages: NativeMessages
  outgoing: Outgoing
  calendar: WorkingCalendar
}

/**
 * The Sex Offenders Registration Unit at work: reads its inbox, opens its post, asks courts for copies, has markers set.
 * Nothing moves by itself: one call is one working through, as at the time it is told, and a call after a crash first
 * finishes what the last one had decided.
 */
export class Desk {
  private readonly answerTime

  constructor(private readonly parts: DeskParts) {
    const phrase = parsePhrase(ANSWER_TIME)
    if (!phrase.ok) throw new HubError('HUB_POLICE_DESK_PHRASE', 'The desk cannot read its own deadline.')
    this.answerTime = phrase.phrase
  }

  /** @param at RFC 3339, the desk's present */
  async workThrough(at: string): Promise<DeskDay> {
    const { pool, messages } = this.parts
    const before = await this.sendAll()
    const copiesRead = await this.readInbox()
    const { sent, ...day } = await inTransaction(pool, (client) => this.decide(client, at))
    const after = await this.sendAll()
    const states = await messages.statesOf([...sent.keys()])
    const transactions = [...sent]
      .filter(([id]) => states.get(id) === 'published')
      .map(([, { courtCode, orderId, action }]) => ({ courtCode, orderId, action }))
    const unread = [...states.values()].filter((state) => state === 'refused').length
    return { copiesRead, ...day, transactions, factsRefused: before + after + unread }
  }

  /** @returns how many facts the hub refused */
  private async sendAll(): Promise<number> {
    const { refused } = await this.parts.outgoing.publish()
    await this.parts.messages.resumeInPassing()
    return refused
  }

  private async readInbox(): Promise<number> {
    const { pool, hub } = this.parts
    let read = 0
    for (let page = 0; page < PAGES_MAX; page++) {
      const from = await cursorOf(pool, READER)
      const { copies, cursor, more } = await hub.inbox(from, PAGE_COPIES, READER)
      if (copies.length === 0) break
      await inTransaction(pool, async (client) => {
        if ((await lockedCursor(client, READER)) !== from) return
        for (const copy of copies) await enterCopy(client, copy)
        await moveCursor(client, READER, cursor)
      })
      await hub.acknowledge(copies.filter(isOrder))
      read += copies.length
      if (!more) break
    }
    return read
  }

  private async decide(client: Client, at: string): Promise<Decided> {
    // One pair of hands: a second working through, begun because the first seemed lost, waits for it and finds it done.
    await client.query(`select pg_advisory_xact_lock(hashtext('police desk'))`)
    const { messages, outgoing, sandbox } = this.parts
    const papersOpened = await this.openPost(client, at)
    const caughtUp = await catchUp(client, sandbox, at)
    await outgoing.keep(client, caughtUp)
    for (const { data } of caughtUp) {
      const { courtCode, orderId } = data as { courtCode: string; orderId: string }
      await writePage(client, courtCode, orderId, { gapOpen: false })
    }
    const requested: DeskDay['requested'] = []
    const sent: Decided['sent'] = new Map()
    for (const one of await activePages(client)) {
      const action = nextAction(one, (requestedOn) => this.isOverdue(requestedOn, at))
      if (action?.does === 'transact') {
        const transaction = await this.transact(client, one, action.action, at)
        // a message each: one that the PNC cannot read is refused without the others
        const line = Buffer.from(`${transactionLine(transaction)}\n`)
        sent.set((await messages.keep('pnc-transactions', line, client)).id, transaction)
      } else if (action?.does === 'request' && requested.length < REQUESTS_PER_DAY_MAX)
        requested.push(await this.request(client, one, at))
    }
    return { papersOpened, requested, sent }
  }

  private async openPost(client: Client, at: string): Promise<number> {
    const { rows } = await client.query<{ id: string; content: PaperCopy }>(
      'update desk_post set opened = true where not opened returning id, content',
    )
    for (const { id, content } of rows) {
      await this.parts.outgoing.keep(client, [copyReceived(content, id, at)])
      const discharged = content.change === 'DISCHARGED'
      await writePage(client, content.courtCode, content.orderId, {
        announced: true,
        ...(discharged ? { ended: true } : { paper: content, todo: 'apply' }),
      })
    }
    return rows.length
  }

  private async request(client: Client, one: DeskCase, at: string): Promise<DeskDay['requested'][number]> {
    const requestNo = one.requests + 1
    await this.parts.outgoing.keep(client, [copyRequested(one, requestNo, at)])
    await writePage(client, one.courtCode, one.orderId, {
      requests: requestNo,
      requestedOn: londonDay(parseInstant(at)!),
      gapOpen: false,
    })
    return { courtCode: one.courtCode, orderId: one.orderId, requestNo }
  }

  private async transact(
    client: Client,
    one: DeskCase,
    action: PncTransaction['action'],
    at: string,
  ): Promise<PncTransaction> {
    const reference = `SORU/${one.courtCode}/${one.orderId.toUpperCase()}/${one.attempts + 1}`
    const changes = { attempts: one.attempts + 1, transaction: reference, todo: null, gapOpen: false }
    await writePage(client, one.courtCode, one.orderId, changes)
    const paper = one.paper
    return {
      reference,
      action,
      at,
      courtCode: one.courtCode,
      orderId: one.orderId,
      orderType: paper?.orderType ?? (await this.markedType(client, one)),
      person: paper?.person ?? {},
      madeOn: paper?.madeOn,
      endsOn: paper?.endsOn,
      conditions: action === 'removed' ? [] : (paper?.conditions ?? []),
    }
  }

  private async markedType(client: Client, one: DeskCase): Promise<string> {
    const marker = await this.parts.sandbox.entry(orderKey(one), client)
    return String(marker?.['orderType'] ?? '')
  }

  private isOverdue(requestedOn: string, at: string): boolean {
    const due = dueAt(this.answerTime, instantOf(requestedOn)!, this.parts.calendar)
    return due !== null && parseInstant(at)! > due
  }
}

/** Gaps are not acknowledged: the desk answers them by what it does. */
function isOrder({ type }: InboxCopy): boolean {
  return type.startsWith('courts.')
}
