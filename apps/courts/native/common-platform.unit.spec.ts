import { describe, expect, it } from '@jest/globals'
import { commonPlatformHearing } from '#testkit/london'
import { translateCourtMessage } from '../translate.js'
import {
  anOrder,
  codes,
  faultsOf,
  firstDefendant,
  hearingWith,
  type NativeDefendant,
  translated,
  utf8,
} from '../translated.fixture.js'

describe('a Common Platform hearing', () => {
  const three = [0, 1, 2].map((position) => ({
    ...anOrder('common-platform', position),
    court: anOrder('common-platform').court,
  }))

  it('with three defendants is three events, each of one person', () => {
    const events = translated(
      'common-platform',
      hearingWith(() => undefined, three),
    )
    expect(events).toHaveLength(3)
    expect(new Set(events.map(({ id }) => id)).size).toBe(3)
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(3)
    expect(events.every(({ subject }) => subject.startsWith('cp-defendant:'))).toBe(true)
  })

  it('that records one order against two offences tells of it once, with the conditions of both', () => {
    const body = hearingWith((hearing) => {
      const { offences } = firstDefendant(hearing)
      const again = structuredClone(offences[0]!)
      again.judicialResults[1]!.judicialResultId = 'ffffffff-0000-4000-8000-000000000000'
      again.judicialResults[1]!.judicialResultPrompts.push({
        promptReference: 'conditions',
        value: 'One more.',
      })
      offences.push(again)
    })
    const events = translated('common-platform', body)
    expect(events).toHaveLength(1)
    expect((events[0]!.data as { conditions: string[] }).conditions).toContain('One more.')
  })

  it('tells an absent PNC ID from one that is sent as null', () => {
    const noted = (change: (defendant: NativeDefendant) => void) => {
      const body = hearingWith((hearing) => change(firstDefendant(hearing)))
      const outcome = translateCourtMessage('common-platform', utf8(body), codes)
      return outcome.ok ? outcome.notes : []
    }
    const at = '/hearing/prosecutionCases/0/defendants/0/pncId'
    expect(noted((defendant) => delete defendant.pncId)).toContainEqual({ at, state: 'absent' })
    expect(noted((defendant) => (defendant.pncId = null))).toContainEqual({ at, state: 'null' })
    expect(noted(() => undefined)).not.toContainEqual({ at, state: expect.anything() })
  })

  it('leaves out the person’s identifiers that it did not give, and passes an invalid one on as it is', () => {
    const [without] = translated(
      'common-platform',
      hearingWith((hearing) => delete firstDefendant(hearing).pncId),
    )
    expect((without!.data as { person: object }).person).not.toHaveProperty('pnc')
    const [wrong] = translated(
      'common-platform',
      hearingWith((hearing) => (firstDefendant(hearing).pncId = '2003/0011985Z')),
    )
    expect(wrong!.data).toMatchObject({ person: { pnc: '2003/0011985Z' } })
  })

  it('has nothing to tell before it is resulted, when it is deleted, or of an organisation', () => {
    for (const eventType of ['ConfirmedOrUpdated', 'Deleted'])
      expect(translated('common-platform', JSON.stringify({ eventType, hearing: {} }))).toEqual([])
    const company = hearingWith((hearing) => {
      const defendant = firstDefendant(hearing)
      delete defendant.personDefendant
      defendant.legalEntityDefendant = { organisation: { name: 'Testcase Ltd' } }
    })
    expect(translated('common-platform', company)).toEqual([])
  })

  it('ignores a result that was deleted again', () => {
    const body = hearingWith((hearing) => {
      for (const result of firstDefendant(hearing).offences[0]!.judicialResults) result.isDeleted = true
    })
    expect(translated('common-platform', body)).toEqual([])
  })

  it('takes an application’s respondent where no subject is named, and refuses one that names nobody', () => {
    const sopo = { ...anOrder('common-platform'), orderType: 'SOPO' as const }
    const document = JSON.parse(
      commonPlatformHearing({ heardOn: '2011-11-01', heard: [{ order: sopo, change: 'VARIED' }] }),
    )
    const [application] = document.hearing.courtApplications
    application.respondents = [{ prosecutingAuthority: {} }, application.subject]
    delete application.subject
    expect(translated('common-platform', JSON.stringify(document))).toHaveLength(1)
    application.respondents = []
    expect(faultsOf('common-platform', JSON.stringify(document))).toEqual([
      expect.objectContaining({ at: '/hearing/courtApplications/0/subject' }),
    ])
  })

  it('names the JSON pointer of every fault at once', () => {
    const faults = faultsOf(
      'common-platform',
      hearingWith((hearing) => {
        hearing.courtCentre.code = 'LONDON'
        firstDefendant(hearing).personDefendant!.personDetails.dateOfBirth = '1970-02-30'
      }),
    )
    expect(faults.map(({ at }) => at)).toEqual([
      '/hearing/courtCentre/code',
      '/hearing/prosecutionCases/0/defendants/0/personDefendant/personDetails/dateOfBirth',
    ])
  })

  it('names line and column where it is not JSON, and refuses endless nesting before parsing', () => {
    expect(faultsOf('common-platform', '{\n  "hearing": {,}\n}')[0]!.at).toBe('line 2, column 15')
    expect(faultsOf('common-platform', '['.repeat(100_000))[0]!.says).toMatch(/levels deep/)
  })
})
