import {
  type Agency,
  EDGE_MIGRATIONS,
  InboxController,
  PostRoom,
  SandboxController,
  SandboxTurn,
  SandboxTurnController,
} from '#platform/edge'
import { announced } from './nomis/announced.js'
import { nomisSandbox, unsuppressed } from './nomis/nomis-sandbox.js'
import { PrisonsController } from './prisons.controller.js'
import { translatePrisonMessage } from './translate.js'

/** The prisons' edge: the services' domain events, a NOMIS sandbox, and the books of the Offender Management Units. */
export const PRISONS: Agency = {
  organisation: 'prisons',
  migrations: EDGE_MIGRATIONS,
  controllers: [PrisonsController, InboxController, SandboxController, SandboxTurnController],
  build({ pool, hub, messages: keeping }) {
    const nomis = nomisSandbox(pool)
    const messages = keeping((format, bytes, client) => translatePrisonMessage(format, bytes, client, nomis))
    const turn = new SandboxTurn(pool, messages, 'domain-events', async (client, at) => [
      ...(await nomis.catchUp(client, at)).map(announced),
      ...(await unsuppressed(client, at)),
    ])
    return { messages, parts: [nomis, turn, new PostRoom(pool, hub)] }
  },
}
