import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { parseCalendars, type WorkingCalendar } from '#core/calendar'
import { HubError } from '#core/kernel'
import {
  type Agency,
  InboxController,
  Outgoing,
  PostRoom,
  SandboxController,
  SandboxTurn,
  SandboxTurnController,
} from '#platform/edge'
import { Desk } from './desk/desk.js'
import { POLICE_MIGRATIONS } from './migrations.js'
import { pncSandbox } from './pnc/pnc-sandbox.js'
import { PoliceController } from './police.controller.js'
import { PoliceRegisters } from './registers/police-registers.js'
import { visorSandbox } from './registers/visor-sandbox.js'
import { translatePoliceMessage } from './translate.js'

/** The police's edge: PNC and ViSOR sandboxes and the desk of the Sex Offenders Registration Unit. */
export const POLICE: Agency = {
  organisation: 'police',
  migrations: POLICE_MIGRATIONS,
  controllers: [PoliceController, InboxController, SandboxController, SandboxTurnController],
  build({ settings, logger, pool, hub, messages: keeping }) {
    const pnc = pncSandbox(pool)
    const visor = visorSandbox(pool)
    const messages = keeping((format, bytes, client) =>
      translatePoliceMessage(format, bytes, client, { pnc, visor }),
    )
    const outgoing = new Outgoing(pool, hub, logger)
    const calendar = calendarIn(settings.contracts)
    const desk = new Desk({ pool, hub, sandbox: pnc, messages, outgoing, calendar })
    // what the PNC held back comes out when its desk is worked through
    const turn = new SandboxTurn(pool, messages, 'visor-confirmations', (client, at) =>
      visor.catchUp(client, at),
    )
    return {
      messages,
      parts: [pnc, visor, turn, new PoliceRegisters(hub, pnc, visor), desk, new PostRoom(pool, hub)],
      resume: async () => (await outgoing.publish()).published,
    }
  },
}

/** The police's working days, from the same reference that the hub counts by. */
function calendarIn(contracts: string): WorkingCalendar {
  const parsed = parseCalendars(parse(readFileSync(join(contracts, 'reference', 'calendars.yaml'), 'utf8')))
  const calendar = parsed.ok ? parsed.calendars.get('england-and-wales') : undefined
  if (calendar === undefined)
    throw new HubError(
      'HUB_POLICE_NO_CALENDAR',
      'reference/calendars.yaml has no england-and-wales.',
      'after-repair',
    )
  return calendar
}
