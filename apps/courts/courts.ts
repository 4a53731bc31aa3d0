import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Agency, EDGE_MIGRATIONS, InboxController, PostRoom } from '#platform/edge'
import { CourtsController } from './courts.controller.js'
import { parseResultCodes } from './events/result-codes.js'
import { CourtRegisters } from './native/court-register.js'
import { translateCourtMessage } from './translate.js'

/** The courts' edge: hearings, results, dispatch notes and registers of the courts of London. */
export const COURTS: Agency = {
  organisation: 'courts',
  migrations: EDGE_MIGRATIONS,
  controllers: [CourtsController, InboxController],
  build({ settings, pool, hub, messages }) {
    const file = join(settings.contracts, 'reference', 'result-codes.yaml')
    const codes = parseResultCodes(readFileSync(file, 'utf8'))
    return {
      messages: messages((format, bytes) => translateCourtMessage(format, bytes, codes)),
      parts: [new CourtRegisters(hub, codes), new PostRoom(pool, hub)],
    }
  },
}
