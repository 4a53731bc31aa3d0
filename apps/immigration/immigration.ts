import {
  type Agency,
  InboxController,
  Outgoing,
  PostRoom,
  SandboxController,
  SandboxTurn,
  SandboxTurnController,
} from '#platform/edge'
import { BorderController } from './border/border.controller.js'
import { portRegister } from './border/port-register.js'
import { translateBorderMessage } from './border/translate.js'
import { ConsularController } from './consular/consular.controller.js'
import { ConsularLists } from './consular/consular-lists.js'
import { IMMIGRATION_MIGRATIONS } from './migrations.js'

/** Whose lists are taken in beside the border's own: SOCA has no edge of its own (decision 0025). */
export const SOCA = 'soca'

/** Immigration's edge: the ports' register of encounters, which is a sandbox, and the consular lists that SOCA passes on. */
export const IMMIGRATION: Agency = {
  organisation: 'immigration',
  alsoFor: { [SOCA]: ['/soca/consular-notifications'] },
  migrations: IMMIGRATION_MIGRATIONS,
  controllers: [
    BorderController,
    ConsularController,
    InboxController,
    SandboxController,
    SandboxTurnController,
  ],
  build({ pool, hub, hubAs, logger, messages: keeping }) {
    const port = portRegister(pool)
    const messages = keeping((format, bytes, client) => translateBorderMessage(format, bytes, client, port))
    const turn = new SandboxTurn(pool, messages, 'port-confirmations', (client, at) =>
      port.catchUp(client, at),
    )
    const outgoing = new Outgoing(pool, hubAs(SOCA), logger)
    const lists = new ConsularLists(pool, outgoing)
    return {
      messages,
      parts: [port, turn, lists, new PostRoom(pool, hub)],
      resume: async () => (await outgoing.publish()).published,
    }
  },
}
