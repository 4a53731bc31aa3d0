import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type AgencyParts, SandboxRegister, SandboxTurn } from '#platform/edge'
import { edgeGround, type EdgeSchema, edgeSchema, partOf, StandInHub } from '#testkit/edge'
import { PROBATION } from './probation.js'

const at = '2011-10-03T10:00:00Z'
const step = (crn: string, entry: object) => ({
  ...{ reference: `${crn} ${JSON.stringify(entry)}`, at, crn },
  ...entry,
})
const REQUEST = {
  ...{ step: 'recallRequest', recallType: 'STANDARD', emergency: true },
  reasonsForRecall: ['FAILED_TO_RESIDE'],
}
const DECISION = { step: 'recallDecision', outcome: 'REVOKED', prison: 'WSI' }
const recall = (recallId: string, entry: object) => ({ ...entry, recallId })

describe('probation’s edge', () => {
  const hub = new StandInHub()
  let schema: EdgeSchema
  let edge: AgencyParts
  const enter = (entries: readonly object[], indent = 0) =>
    edge.messages.accept('delius-steps', Buffer.from(JSON.stringify(entries, null, indent)))
  const told = (crn: string) =>
    hub.heard.filter(({ subject }) => subject === `crn:${crn}`).map(({ type }) => type)

  beforeAll(async () => {
    schema = await edgeSchema('probation', PROBATION.migrations)
    edge = PROBATION.build(edgeGround(schema.pool, hub))
    const listed = [1, 2, 3, 4].map((number) => `X00000${number},Sample,E09000023,Y\n`).join('')
    await edge.messages.accept('delius-cases', Buffer.from(`CRN,SURNAME,BOROUGH,ON_LICENCE\n${listed}`))
  }, 60_000)
  afterAll(() => schema.end())

  it('takes a recall through its steps, in one message or in several', async () => {
    await enter([step('X000001', recall('R1', REQUEST)), step('X000001', recall('R1', DECISION))])
    await enter([
      step('X000001', { step: 'recallDocument', recallId: 'R1', document: 'DOSSIER' }),
      step('X000001', { step: 'recallDocument', recallId: 'R1', document: 'PART_B_RISK_REPORT' }),
    ])
    expect(told('X000001')).toEqual([
      'probation.recall.requested',
      'probation.recall.decided',
      'probation.recall-document.issued',
      'probation.recall-document.issued',
    ])
  })

  it('takes a step once, however it is sent again, and refuses it under another reference', async () => {
    const request = step('X000002', recall('R2', REQUEST))
    await enter([request])
    expect(await enter([request])).toMatchObject({ again: true, state: 'published' })
    expect(await enter([request], 2)).toMatchObject({ again: false, state: 'published' })
    expect(told('X000002')).toEqual(['probation.recall.requested'])
    expect(await enter([{ ...request, reference: 'another' }])).toMatchObject({
      state: 'refused',
      faults: [{ at: '/0/step', says: 'The step has been asked for before.' }],
    })
  })

  it('refuses what follows a step that the register lost', async () => {
    await partOf(edge.parts, SandboxRegister).misbehave([{ about: 'X000003', does: 'lose' }])
    await enter([step('X000003', recall('R3', REQUEST))])
    expect(told('X000003')).toEqual([])
    expect(await enter([step('X000003', recall('R3', DECISION))])).toMatchObject({
      state: 'refused',
      faults: [{ says: 'The step was never asked for.' }],
    })
  })

  it('confirms later what it held back, and half of what it got wrong', async () => {
    await partOf(edge.parts, SandboxRegister).misbehave([
      { about: 'X000004', does: 'delay', days: 3 },
      { about: 'X000004', does: 'apply-wrongly' },
    ])
    await enter([step('X000004', { step: 'informationRequest', requestId: 'IR-4', purpose: 'RECALL' })])
    await enter([step('X000004', recall('R4', REQUEST))])
    expect(told('X000004')).toEqual(['probation.recall.requested'])
    expect(hub.heard.at(-1)!.data).toMatchObject({ emergency: false })
    expect(await partOf(edge.parts, SandboxTurn).take('2011-10-06T18:00:00Z')).toEqual({ said: 1 })
    expect(told('X000004')).toEqual(['probation.recall.requested', 'probation.information.requested'])
  })

  it('takes the services’ own events beside its register’s', async () => {
    const event = {
      ...{ eventType: 'create-and-vary-a-licence.licence.activated', version: 1, occurredAt: at },
      additionalInformation: { conditions: ['To live where approved.'], expiresOn: '2012-10-03' },
      personReference: { identifiers: [{ type: 'CRN', value: 'X000004' }] },
    }
    await edge.messages.accept('domain-events', Buffer.from(JSON.stringify(event)))
    expect(hub.heard.at(-1)).toMatchObject({ type: 'probation.licence.changed', unit: 'probation/london' })
  })
})
