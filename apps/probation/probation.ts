import {
  type Agency,
  EDGE_MIGRATIONS,
  InboxController,
  PostRoom,
  SandboxController,
  SandboxTurn,
  SandboxTurnController,
} from '#platform/edge'
import { announced } from './delius/announced.js'
import { deliusSandbox } from './delius/delius-sandbox.js'
import { ProbationController } from './probation.controller.js'
import { translateProbationMessage } from './translate.js'

/** Probation's edge: the services' domain events, a Delius sandbox, and the recall desk's steps in it. */
export const PROBATION: Agency = {
  organisation: 'probation',
  migrations: EDGE_MIGRATIONS,
  controllers: [ProbationController, InboxController, SandboxController, SandboxTurnController],
  build({ pool, hub, messages: keeping }) {
    const delius = deliusSandbox(pool)
    const messages = keeping((format, bytes, client) =>
      translateProbationMessage(format, bytes, client, delius),
    )
    const turn = new SandboxTurn(pool, messages, 'domain-events', async (client, at) =>
      (await delius.catchUp(client, at)).map(announced),
    )
    return { messages, parts: [delius, turn, new PostRoom(pool, hub)] }
  },
}
