import { british, type Day } from '../days.js'
import type { Step } from '../stories.js'
import { type Life, moment } from './life.js'

/** One thing that happens on a day, in the agency's own terms. */
export type Dated = { on: Day; step: Step }

/** A step of a case at probation or the recall desk. */
export function delius(life: Life, on: Day, time: string, step: string, fields: object): Dated {
  const reference = `D/${life.crn}/${step}/${moment(on, time)}`
  return {
    on,
    step: { does: 'delius', step: { reference, at: moment(on, time), crn: life.crn, step, ...fields } },
  }
}

/** An entry of a prison's staff. */
export function nomis(
  life: Life,
  on: Day,
  time: string,
  entry: string,
  fields: Record<string, string>,
): Dated {
  const at = moment(on, time)
  const cells = { REF: `N/${life.noms}/${entry}/${at}`, AT: at, OFFENDER_NO: life.noms, ENTRY: entry }
  return { on, step: { does: 'nomis', cells: { ...cells, AGY: life.prison, ...fields } } }
}

/** A notice before a release, in the Offender Management Unit's book. */
export function notice(life: Life, on: Day, stage: string, release: Day): Dated {
  const cells = { AT: moment(on, '11:00'), ENTRY: 'NOTICE', AGY: life.prison, OFFENDER_NO: life.noms }
  return {
    on,
    step: {
      does: 'omu',
      cells: { ...cells, STAGE: stage, RELEASE: british(release), LEVEL: '2', VICTIM: 'N' },
    },
  }
}

/** The monthly meeting of a prison. */
export function meeting(prison: string, on: Day): Dated {
  const cells = { AT: moment(on, '15:00'), ENTRY: 'MEETING', AGY: prison }
  return { on, step: { does: 'omu', cells: { ...cells, HELD: british(on), DISCUSSED: '9', JIGSAW: 'Y' } } }
}

/** An entry in the log of a unit of the police. */
export function log(life: Life, unit: string, on: Day, time: string, ENTRY: string, fields: object): Dated {
  const entry = { UNIT: unit, AT: moment(on, time), ENTRY, PERSON: known(life), ...fields }
  return { on, step: { does: 'log', entry } }
}

/** The person as the police know him. */
export function known(life: Life): Record<string, string> {
  return {
    ...{ SURNAME: life.surname, FORENAMES: life.forenames, DOB: british(life.dateOfBirth) },
    ...{ SEX: life.sex === 'male' ? 'M' : 'F', PNC: life.pnc },
    ...(life.registered ? { VISOR: life.visorRef } : {}),
  }
}
