import type { HeardOrder, Hearing } from './hearing.js'
import { APPLICATIONS } from './hearing.js'

/** An SPI ResultedCaseMessage, escaped inside a RouteData envelope; the order's number and terms stand in the result text. */
export function spiMessage({ heardOn, heard }: Hearing): string {
  const code = heard[0]!.order.court.code
  const message = `<ResultedCaseMessage Flow="ResultedCasesForThePolice" Interface="LibraStandardProsecutorPolice" SchemaVersion="0.6g" xmlns="http://www.dca.gov.uk/xmlschemas/libra">
  <Session>
    <CourtHearing>
      <Hearing><CourtHearingLocation>${code}00</CourtHearingLocation><DateOfHearing>${heardOn}</DateOfHearing><TimeOfHearing>10:00:00</TimeOfHearing></Hearing>
      <PSAcode>2992</PSAcode>
    </CourtHearing>${heard.map((one) => caseOf(one)).join('')}
  </Session>
</ResultedCaseMessage>`
  return `<RouteData VersionNumber="1.0" RequestResponse="Request" xmlns="http://schemas.cjse.gov.uk/common/operations" xmlns:ns2="http://schemas.cjse.gov.uk/common/businessentities">
  <RequestFromSystem><CorrelationID>TEST</CorrelationID><SystemID>Z00CJSE</SystemID></RequestFromSystem>
  <DataStream><ns2:DataStreamType>SPIResults</ns2:DataStreamType><ns2:ContentType>text/xml</ns2:ContentType>
    <ns2:DataStreamContent>${escaped(message)}</ns2:DataStreamContent>
  </DataStream>
</RouteData>
`
}

function caseOf({ order, change }: HeardOrder): string {
  const { person } = order
  const [given1, given2] = person.forenames.split(' ')
  const offenceCode = change === undefined ? 'SX03007' : APPLICATIONS[order.orderType]![change]
  const terms = order.conditions.map((condition) => condition.replace(/\.$/, '')).join('; ')
  const until = order.endsOn === undefined ? 'until further order' : `until ${order.endsOn}`
  const says = `Prevention order number ${order.orderId}. In the following terms: ${terms}. This order lasts ${until}.`
  return `
    <Case>
      <PTIURN>01TC${person.pnc.slice(5, 12)}</PTIURN>
      <Defendant>
        <ProsecutorReference>TEST${person.pnc.replace('/', '')}</ProsecutorReference>
        <CourtIndividualDefendant><PersonDefendant>
          <BasePersonDetails>
            <PersonName><PersonTitle>Mr</PersonTitle><PersonGivenName1>${escaped(given1!)}</PersonGivenName1><PersonGivenName2>${escaped(given2!)}</PersonGivenName2><PersonFamilyName>${escaped(person.surname)}</PersonFamilyName></PersonName>
            <Birthdate>${person.dateOfBirth}</Birthdate><Gender>${person.sex === 'male' ? 1 : 2}</Gender>
          </BasePersonDetails>
          <PNCidentifier>${person.pnc}</PNCidentifier>
        </PersonDefendant></CourtIndividualDefendant>
        <Offence>
          <BaseOffenceDetails><OffenceSequenceNumber>001</OffenceSequenceNumber><OffenceCode>${offenceCode}</OffenceCode></BaseOffenceDetails>
          <Finding>G</Finding>
          <Result>
            ${change === undefined ? `<ResultCode>${order.resultCode}</ResultCode>` : ''}
            <ResultText>${escaped(says)}</ResultText>
            ${order.endsOn === undefined ? '' : `<Outcome><Duration><DurationEndDate>${order.endsOn}</DurationEndDate></Duration></Outcome>`}
          </Result>
        </Offence>
      </Defendant>
    </Case>`
}

function escaped(plain: string): string {
  return plain
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
