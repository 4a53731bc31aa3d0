import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { CloudEventJson } from '#core/messages'
import { theCatalogue } from '#testkit/catalogue'
import { commonPlatformHearing, type CourtOrder, libraDocument, london, spiMessage } from '#testkit/london'
import { MALFORMATIONS } from '#testkit/misbehaviour'
import { parseResultCodes } from './events/result-codes.js'
import { translateCourtMessage } from './translate.js'

const codes = parseResultCodes(readFileSync('contracts/reference/result-codes.yaml', 'utf8'))
const { historic } = london({ historic: 60, live: 0, missing: 2 })
const anOrder = (system: string, position = 0): CourtOrder =>
  historic.map(({ order }) => order).filter(({ court }) => court.system === system)[position]!

const utf8 = (text: string): Buffer => Buffer.from(text)

function translated(format: string, body: string | Uint8Array): CloudEventJson[] {
  const outcome = translateCourtMessage(format, typeof body === 'string' ? utf8(body) : body, codes)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  return outcome.events
}

function faultsOf(format: string, body: string | Uint8Array) {
  const outcome = translateCourtMessage(format, typeof body === 'string' ? utf8(body) : body, codes)
  return outcome.ok ? [] : outcome.faults
}

function hearingWith(change: (hearing: any) => void, orders = [anOrder('common-platform')]): string {
  const document = JSON.parse(
    commonPlatformHearing({ heardOn: orders[0]!.madeOn, heard: orders.map((order) => ({ order })) }),
  )
  change(document.hearing)
  return JSON.stringify(document)
}

describe('every court system', () => {
  const order = { common: anOrder('common-platform'), libra: anOrder('libra'), spi: anOrder('spi') }
  const messages: [string, string, CourtOrder][] = [
    [
      'common-platform',
      commonPlatformHearing({ heardOn: order.common.madeOn, heard: [{ order: order.common }] }),
      order.common,
    ],
    ['libra', libraDocument({ heardOn: order.libra.madeOn, heard: [{ order: order.libra }] }), order.libra],
    ['libra', spiMessage({ heardOn: order.spi.madeOn, heard: [{ order: order.spi }] }), order.spi],
  ]

  it.each(messages)(
    '%s tells of an order in the contract’s words, and of nothing else in the hearing',
    (format, body, made) => {
      const events = translated(format, body)
      expect(events).toHaveLength(1)
      const [event] = events
      expect(event).toMatchObject({ type: 'courts.prevention-order.made', timeprecision: 'day' })
      expect(event!.data).toMatchObject({
        courtCode: made.court.code,
        orderId: made.orderId,
        orderType: made.orderType,
        madeOn: made.madeOn,
        person: {
          name: { surname: made.person.surname, forenames: made.person.forenames },
          pnc: made.person.pnc,
        },
      })
      const data = event!.data as { conditions: string[]; endsOn?: string; person: { dateOfBirth: string } }
      expect(data.conditions.map((one) => one.replace(/\.$/, ''))).toEqual(
        made.conditions.map((one) => one.replace(/\.$/, '')),
      )
      expect(data.endsOn).toBe(made.endsOn)
      expect(data.person.dateOfBirth).toBe(made.person.dateOfBirth)
    },
  )

  it.each(messages)('%s keeps the contract', (format, body) => {
    const contract = theCatalogue().events.get('courts.prevention-order.made@1')!
    for (const event of translated(format, body)) expect(contract.check(event.data)).toEqual([])
  })

  it.each(messages)('%s gives the same events, ids included, when it sends again', (format, body) => {
    expect(translated(format, body)).toEqual(translated(format, body))
  })

  it('says that an order was varied, or discharged, when an application was granted', () => {
    for (const [format, write] of [
      ['common-platform', commonPlatformHearing],
      ['libra', libraDocument],
      ['libra', spiMessage],
    ] as const) {
      const sopo = { ...anOrder('libra'), orderType: 'SOPO' as const }
      for (const change of ['VARIED', 'DISCHARGED'] as const) {
        const [event, ...more] = translated(
          format,
          write({ heardOn: '2011-11-01', heard: [{ order: sopo, change }] }),
        )
        expect(more).toEqual([])
        expect(event).toMatchObject({
          type: 'courts.prevention-order.varied',
          data: { changeType: change, changedOn: '2011-11-01', orderType: 'SOPO' },
        })
        expect(theCatalogue().events.get('courts.prevention-order.varied@1')!.check(event!.data)).toEqual([])
      }
    }
  })

  it('refuses every spoilt message with its place and cause', () => {
    for (const { name, suits, spoil } of MALFORMATIONS) {
      const [format, body] = suits === 'json' ? messages[0]! : messages[1]!
      const faults = faultsOf(format, spoil(body))
      expect([name, faults.length]).not.toEqual([name, 0])
      expect(faults[0]!.says).not.toBe('')
    }
  })
})

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
      const { offences } = hearing.prosecutionCases[0].defendants[0]
      const again = structuredClone(offences[0])
      again.judicialResults[1].judicialResultId = 'ffffffff-0000-4000-8000-000000000000'
      again.judicialResults[1].judicialResultPrompts.push({
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
    const noted = (change: (defendant: any) => void) => {
      const body = hearingWith((hearing) => change(hearing.prosecutionCases[0].defendants[0]))
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
      hearingWith((hearing) => delete hearing.prosecutionCases[0].defendants[0].pncId),
    )
    expect((without!.data as { person: object }).person).not.toHaveProperty('pnc')
    const [wrong] = translated(
      'common-platform',
      hearingWith((hearing) => (hearing.prosecutionCases[0].defendants[0].pncId = '2003/0011985Z')),
    )
    expect(wrong!.data).toMatchObject({ person: { pnc: '2003/0011985Z' } })
  })

  it('has nothing to tell before it is resulted, when it is deleted, or of an organisation', () => {
    for (const eventType of ['ConfirmedOrUpdated', 'Deleted'])
      expect(translated('common-platform', JSON.stringify({ eventType, hearing: {} }))).toEqual([])
    const company = hearingWith((hearing) => {
      const [defendant] = hearing.prosecutionCases[0].defendants
      delete defendant.personDefendant
      defendant.legalEntityDefendant = { organisation: { name: 'Testcase Ltd' } }
    })
    expect(translated('common-platform', company)).toEqual([])
  })

  it('ignores a result that was deleted again', () => {
    const body = hearingWith((hearing) => {
      for (const result of hearing.prosecutionCases[0].defendants[0].offences[0].judicialResults)
        result.isDeleted = true
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
        hearing.prosecutionCases[0].defendants[0].personDefendant.personDetails.dateOfBirth = '1970-02-30'
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

describe('a Libra document', () => {
  const made = anOrder('libra')
  const document = libraDocument({ heardOn: made.madeOn, heard: [{ order: made }] })

  it('that carries no data has nothing to tell', () => {
    expect(translated('libra', document.replace(/<data>[\s\S]*<\/data>/, '<data/>'))).toEqual([])
  })

  it('without the elements of a name is read from the whole name, its title dropped', () => {
    const body = document.replace(/<def_name_elements>[\s\S]*?<\/def_name_elements>/, '')
    expect(translated('libra', body)[0]!.data).toMatchObject({
      person: { name: { surname: made.person.surname, forenames: made.person.forenames } },
    })
  })

  it('reads sex N as not known', () => {
    expect(
      translated('libra', document.replace(/<def_sex>.<\/def_sex>/, '<def_sex>N</def_sex>'))[0]!.data,
    ).toMatchObject({
      person: { sex: 'not known' },
    })
  })

  it('is refused when it declares a document type or an entity, wherever it stands', () => {
    const bomb = document.replace('<soap:Envelope', '<!DOCTYPE x [<!ENTITY a "aaaa">]><soap:Envelope')
    expect(faultsOf('libra', bomb)).toEqual([
      expect.objectContaining({ code: 'HUB_COURTS_XML_FORBIDDEN', at: expect.stringMatching(/^line 2/) }),
    ])
  })

  it('is refused when it nests without end, before a tree is built', () => {
    expect(faultsOf('libra', '<a>'.repeat(200_000))[0]!.says).toMatch(/levels deep/)
  })

  it('names the XPath of a wrong date', () => {
    expect(faultsOf('libra', document.replace(/<rdate>[^<]*/, '<rdate>31/02/2011'))).toEqual([
      expect.objectContaining({ at: expect.stringMatching(/case\[1\].*offence\[1\].*result\[1\]\/rdate$/) }),
    ])
  })

  it('in Latin-1 is read as it says', () => {
    const latin = document.replace('UTF-8', 'ISO-8859-1').replace(made.person.surname, 'Müster-Testcase')
    const [event] = translated(
      'libra',
      Buffer.from(latin.replaceAll(made.person.surname, 'Müster-Testcase'), 'latin1'),
    )
    expect(event!.data).toMatchObject({ person: { name: { surname: 'Müster-Testcase' } } })
  })
})

describe('an SPI message', () => {
  const made = anOrder('spi')
  const message = spiMessage({ heardOn: made.madeOn, heard: [{ order: made }] })
  const inner = /<ns2:DataStreamContent>([\s\S]*)<\/ns2:DataStreamContent>/.exec(message)![1]!
  const twice = message.replace(inner, () => inner.replaceAll('&', '&amp;'))
  const cdata = message.replace(
    inner,
    () =>
      `<![CDATA[${inner.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')}]]>`,
  )

  it('says the same escaped once, escaped twice, in a CDATA section, or bare', () => {
    const expected = translated('libra', message)
    expect(expected).toHaveLength(1)
    const bare = inner
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
    for (const form of [twice, cdata, bare]) expect(translated('libra', form)).toEqual(expected)
  })

  it('goes by the case’s URN where the result’s text names no order number', () => {
    const unnumbered = message.replace(/Prevention order number \S+ /, 'Prevention order. ')
    expect(translated('libra', unnumbered)[0]!.data).toMatchObject({
      orderId: `01TC${made.person.pnc.slice(5, 12)}`,
    })
  })

  it('is refused for a document type inside its envelope as well', () => {
    const hidden = message.replace('&lt;ResultedCaseMessage', '&lt;!DOCTYPE x&gt;&lt;ResultedCaseMessage')
    expect(faultsOf('libra', hidden)[0]).toMatchObject({ code: 'HUB_COURTS_XML_FORBIDDEN' })
  })
})

describe('a dispatch note', () => {
  const csv =
    'COURT,ORDER NO,SENT,TO,BY,SHA256\nB01FA00,2011-0042,04/10/2011,SORU,CJSM,\nB01FA00,2011-0043,04/10/2011,SORU,FAX,\n'

  it('is one event for each copy, as CSV or as JSON', () => {
    const events = translated('dispatch-csv', csv)
    expect(events.map(({ data }) => data)).toEqual([
      {
        courtCode: 'B01FA',
        orderId: '2011-0042',
        sentTo: 'police/pnc-bureau',
        sentOn: '2011-10-04',
        method: 'secure email',
      },
      {
        courtCode: 'B01FA',
        orderId: '2011-0043',
        sentTo: 'police/pnc-bureau',
        sentOn: '2011-10-04',
        method: 'fax',
      },
    ])
    for (const event of events)
      expect(theCatalogue().events.get('courts.order-copy.sent@1')!.check(event.data)).toEqual([])
    const json = { court: 'B01FA', orderNo: '2011-0042', sent: '2011-10-04', to: 'SORU', by: 'CJSM' }
    expect(translated('dispatch-json', JSON.stringify(json))).toEqual(events.slice(0, 1))
  })

  it('names the line and column of what it cannot read', () => {
    expect(
      faultsOf('dispatch-csv', csv.replace('FAX', 'PIGEON').replace('04/10/2011', '99/10/2011')),
    ).toEqual([
      expect.objectContaining({ at: '/line 2/sent' }),
      expect.objectContaining({ at: '/line 3/by' }),
    ])
  })
})
