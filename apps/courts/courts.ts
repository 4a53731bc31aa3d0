import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CloudEventJson } from '#core/messages'
import {
  type Agency,
  EDGE_MIGRATIONS,
  InboxController,
  PostRoom,
  SandboxController,
  SandboxTurn,
  SandboxTurnController,
} from '#platform/edge'
import { CourtsController } from './courts.controller.js'
import { parseResultCodes } from './events/result-codes.js'
import { CourtRegisters } from './native/court-register.js'
import { confirmed, enter, orderRegister } from './native/order-register.js'
import { translateCourtMessage } from './translate.js'

/** The formats of results: what they say is entered in the court's register, and the register tells of it. */
const RESULTS: readonly string[] = ['common-platform', 'libra']
/** What the register tells of by itself, later. */
const CONFIRMATIONS = 'order-confirmations'

/** The courts' edge: hearings, results, dispatch notes and registers of the courts of London. */
export const COURTS: Agency = {
  organisation: 'courts',
  migrations: EDGE_MIGRATIONS,
  controllers: [CourtsController, InboxController, SandboxController, SandboxTurnController],
  build({ settings, pool, hub, messages: keeping }) {
    const file = join(settings.contracts, 'reference', 'result-codes.yaml')
    const codes = parseResultCodes(readFileSync(file, 'utf8'))
    const register = orderRegister(pool)
    const messages = keeping(async (format, bytes, client) => {
      if (format === CONFIRMATIONS)
        return { ok: true, events: JSON.parse(bytes.toString('utf8')) as CloudEventJson[] }
      const said = translateCourtMessage(format, bytes, codes)
      if (!said.ok || !RESULTS.includes(format)) return said
      return { ...said, events: await enter(client, register, said.events) }
    })
    const turn = new SandboxTurn(pool, messages, CONFIRMATIONS, async (client, at) =>
      (await register.catchUp(client, at)).map(confirmed),
    )
    return {
      messages,
      parts: [register, turn, new CourtRegisters(hub, codes), new PostRoom(pool, hub)],
    }
  },
}
