import { describe, expect, it } from '@jest/globals'
import { libraDocument, spiMessage } from '#testkit/london'
import { anOrder, faultsOf, translated } from '../translated.fixture.js'

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
