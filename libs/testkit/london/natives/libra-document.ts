import { british } from '../days.js'
import { APPLICATIONS, type HeardOrder, type Hearing } from './hearing.js'

/** Libra's own document: a SOAP request, dates as DD/MM/YYYY, PNC IDs without their slash, the court's code in a file name. */
export function libraDocument({ heardOn, heard }: Hearing): string {
  const code = heard[0]!.order.court.code
  return `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:ns35="http://www.justice.gov.uk/magistrates/external/ExternalDocumentRequest">
  <soap:Header/>
  <soap:Body>
    <ns35:ExternalDocumentRequest>
      <documents><document>
        <ns35:info>
          <contentType>CourtResults</contentType>
          <dateOfHearing>${british(heardOn)}</dateOfHearing>
          <courtHouse>Court ${code}</courtHouse>
          <area>01</area>
          <source_file_name>5_${british(heardOn).replaceAll('/', '')}_2992_${code}00_ADULT_COURT_RESULTS</source_file_name>
        </ns35:info>
        <data><job><sessions><session>
          <s_id>${number(`${code}${heardOn}`)}</s_id>
          <doh>${british(heardOn)}</doh>
          <court>Court ${code}</court>
          <room>01</room>
          <blocks><block><cases>${heard.map((one) => caseOf(one, heardOn)).join('')}
          </cases></block></blocks>
        </session></sessions></job></data>
      </document></documents>
    </ns35:ExternalDocumentRequest>
  </soap:Body>
</soap:Envelope>
`
}

function caseOf({ order, change }: HeardOrder, heardOn: string): string {
  const { person } = order
  const [forename1, forename2] = person.forenames.split(' ')
  const offenceCode = change === undefined ? 'SX03007' : APPLICATIONS[order.orderType]![change]
  const result = `${order.court.code}-${order.orderId}-${change ?? 'MADE'}`
  return `
            <case>
              <c_id>${number(person.pnc)}</c_id>
              <h_id>${number(`${order.court.code}${heardOn}${order.orderId}`)}</h_id>
              <valid>Y</valid>
              <caseno>${String(number(order.orderId + order.court.code)).padStart(10, '0')}</caseno>
              <type>C</type>
              <def_name>MR ${text(person.forenames)} ${text(person.surname)}</def_name>
              <def_name_elements><title>MR</title><forename1>${text(forename1!)}</forename1><forename2>${text(forename2!)}</forename2><surname>${text(person.surname)}</surname></def_name_elements>
              <def_dob>${british(person.dateOfBirth)}</def_dob>
              <def_type>P</def_type>
              <def_sex>${person.sex === 'male' ? 'M' : 'F'}</def_sex>
              <pnc_id>${person.pnc.replace('/', '')}</pnc_id>
              <offences><offence>
                <oseq>1</oseq>
                <code>${offenceCode}</code>
                <title>Invented for a test</title>
                <results><result>
                  <r_id>${result}</r_id>
                  ${change === undefined ? `<rcode>${order.resultCode}</rcode>` : ''}
                  <rdate>${british(heardOn)}</rdate>
                  <order_no>${order.orderId}</order_no>
                  ${order.endsOn === undefined ? '' : `<order_end>${british(order.endsOn)}</order_end>`}
                  <conds>${order.conditions.map((condition) => `<cond>${text(condition)}</cond>`).join('')}</conds>
                </result></results>
              </offence></offences>
            </case>`
}

/** A number such as Libra gives out, from whatever it is of. */
function number(of: string): number {
  let hash = 17
  for (const char of of) hash = (hash * 31 + char.codePointAt(0)!) % 900_000_001
  return 1_000_000 + hash
}

function text(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
