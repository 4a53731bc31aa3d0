// Generated from contracts/ by `npm run contracts`: change the contracts, not this file.

/**
 * How a copy of an order was sent.
 */
export type CopyMethod = 'post' | 'fax' | 'secure email' | 'by hand' | 'electronic'
/**
 * The kind of prevention order. SOPO sexual offences prevention order, NO notification order, FTO foreign travel order, RSHO risk of sexual harm order, VOO violent offender order, and since March 2015 SHPO sexual harm prevention order and SRO sexual risk order.
 */
export type PreventionOrderType = 'SOPO' | 'NO' | 'FTO' | 'RSHO' | 'VOO' | 'SHPO' | 'SRO'
/**
 * What was done to an order after it was made.
 */
export type OrderChange = 'VARIED' | 'RENEWED' | 'DISCHARGED' | 'QUASHED'
/**
 * For each side of a comparison, what was read. Rows read, rows that nobody could read, and the register's own as-at time.
 *
 * @minItems 1
 * @maxItems 10
 */
export type CoverageSides = {
  side: string
  rows: number
  unreadable: number
  asAt?: string
}[]
/**
 * Whether a register lacks the entry, or holds another value.
 */
export type DifferenceKind = 'absent' | 'differs'
/**
 * By which of the ways a gap was found (ARCHITECTURE, section 5); identity where it is in doubt who a person is.
 */
export type GapKind = 'follow-up' | 'quality' | 'comparison' | 'sequence' | 'silence' | 'identity'
/**
 * What is wrong. Nothing came, it came late, two registers disagree, something is too old, or a figure was missed.
 */
export type GapReason = 'missing' | 'late' | 'conflict' | 'stale' | 'kpi'
/**
 * How bad it is.
 */
export type Severity = 'low' | 'medium' | 'high' | 'critical'
/**
 * How a gap ended. A miss is taken back only where the fact had happened in time and was heard late.
 */
export type GapClosing = 'met-in-time' | 'met-in-time-heard-late' | 'met-late' | 'cancelled' | 'decided'
/**
 * Identifiers as scheme and value, in their canonical form.
 *
 * @maxItems 200
 */
export type Identifiers = {
  scheme: string
  value: string
}[]
/**
 * The last link of each chain of the disclosure ledger.
 *
 * @minItems 1
 * @maxItems 1000
 */
export type LedgerHeads = {
  partition: number
  position: number
  head: string
}[]
/**
 * Dated entries of a profile, each with the fact that set it, so that whoever reads them knows what the register knows.
 *
 * @maxItems 10000
 */
export type ProfileEntries = {
  field: string
}[]
/**
 * As what a person is held in ViSOR. RSO registered sex offender, VO violent offender, ODO other dangerous offender, RTO registered terrorist offender, PDP potentially dangerous person, charged for one charged and not convicted.
 */
export type NominalType = 'RSO' | 'VO' | 'ODO' | 'RTO' | 'PDP' | 'charged'
/**
 * The agency that leads on a person.
 */
export type LeadAgency = 'police' | 'probation' | 'prison' | 'health' | 'youth offending'
/**
 * The MAPPA level at which a person is managed; none for a person who is not, or no longer, managed.
 */
export type MappaLevel = 'none' | '1' | '2' | '3'
/**
 * The MAPPA category. Category 4 came in 2022 and is not used (DOMAIN C.4).
 */
export type MappaCategory = '1' | '2' | '3'
/**
 * What the PNC Bureau did to a person's marker.
 */
export type MarkerAction = 'applied' | 'amended' | 'removed'
/**
 * How much of the order's conditions an officer can read on the PNC.
 */
export type ConditionsOnPnc = 'full' | 'partial' | 'none'

/**
 * The data of each event by contract name.
 */
export interface EventDataByName {
  'courts.fact.retracted@1': CourtsFactRetractedV1
  'courts.manifest.declared@1': CourtsManifestDeclaredV1
  'courts.order-copy.sent@1': CourtsOrderCopySentV1
  'courts.prevention-order.made@1': CourtsPreventionOrderMadeV1
  'courts.prevention-order.varied@1': CourtsPreventionOrderVariedV1
  'hub.catalogue.activated@1': HubCatalogueActivatedV1
  'hub.comparison.covered@1': HubComparisonCoveredV1
  'hub.copy.acknowledged@1': HubCopyAcknowledgedV1
  'hub.difference.found@1': HubDifferenceFoundV1
  'hub.difference.resolved@1': HubDifferenceResolvedV1
  'hub.extract.closed@1': HubExtractClosedV1
  'hub.gap.acknowledged@1': HubGapAcknowledgedV1
  'hub.gap.closed@1': HubGapClosedV1
  'hub.gap.decided@1': HubGapDecidedV1
  'hub.gap.escalated@1': HubGapEscalatedV1
  'hub.gap.opened@1': HubGapOpenedV1
  'hub.identity.conflicted@1': HubIdentityConflictedV1
  'hub.ledger.sealed@1': HubLedgerSealedV1
  'hub.message.discarded@1': HubMessageDiscardedV1
  'hub.message.replayed@1': HubMessageReplayedV1
  'hub.month.began@1': HubMonthBeganV1
  'hub.person.merged@1': HubPersonMergedV1
  'hub.person.split@1': HubPersonSplitV1
  'hub.tick.decided@1': HubTickDecidedV1
  'jigsaw.order.recorded@1': JigsawOrderRecordedV1
  'jigsaw.visor-record.created@1': JigsawVisorRecordCreatedV1
  'mappa.fact.retracted@1': MappaFactRetractedV1
  'mappa.level.changed@1': MappaLevelChangedV1
  'mappa.manifest.declared@1': MappaManifestDeclaredV1
  'pnc.marker.updated@1': PncMarkerUpdatedV1
  'pnc.order-copy.received@1': PncOrderCopyReceivedV1
  'pnc.order-copy.requested@1': PncOrderCopyRequestedV1
  'police.fact.retracted@1': PoliceFactRetractedV1
  'police.manifest.declared@1': PoliceManifestDeclaredV1
  'probation.fact.retracted@1': ProbationFactRetractedV1
  'probation.manifest.declared@1': ProbationManifestDeclaredV1
  'probation.mappa-registration.changed@1': ProbationMappaRegistrationChangedV1
}
/**
 * `courts.fact.retracted@1`: A court withdraws a fact that it published.
 */
export interface CourtsFactRetractedV1 {
  eventId: string
  source?: string
  reason: string
}
/**
 * `courts.manifest.declared@1`: A court says how many facts one of its systems published in a period, and which.
 */
export interface CourtsManifestDeclaredV1 {
  source: string
  from: string
  until: string
  count: number
  firstSequence?: number
  lastSequence?: number
  digest: string
}
/**
 * `courts.order-copy.sent@1`: A court has sent a copy of a prevention order to whoever must act on it.
 */
export interface CourtsOrderCopySentV1 {
  person?: Person
  caseRef?: string
  courtCode: string
  orderId: string
  sentTo: string
  sentOn?: string
  method: CopyMethod
  documentHash?: string
}
/**
 * One person, as far as the publisher knows: every part may be absent. Numbers are kept as they were written; the hub judges whether they are valid, and one that is not is never matched on.
 */
export interface Person {
  name?: {
    forenames?: string
    surname: string
  }
  dateOfBirth?: string
  sex?: 'male' | 'female' | 'not known'
  pnc?: string
  cro?: string
  noms?: string
  crn?: string
  visor?: string
}
/**
 * `courts.prevention-order.made@1`: A court has made an order, interim or final, that restrains a person to prevent harm.
 */
export interface CourtsPreventionOrderMadeV1 {
  person: Person
  borough?: string
  caseRef?: string
  courtCode: string
  orderId: string
  orderType: PreventionOrderType
  interim?: boolean
  resultCode?: string
  madeOn: string
  endsOn?: string
  /**
   * @minItems 1
   * @maxItems 60
   */
  conditions: string[]
}
/**
 * `courts.prevention-order.varied@1`: A court has varied, renewed, discharged or quashed a prevention order.
 */
export interface CourtsPreventionOrderVariedV1 {
  person: Person
  borough?: string
  caseRef?: string
  courtCode: string
  orderId: string
  changeType: OrderChange
  changedOn: string
  changedBy?: string
  orderType: PreventionOrderType
  madeOn?: string
  endsOn?: string
  /**
   * @minItems 1
   * @maxItems 60
   */
  conditions?: string[]
}
/**
 * `hub.catalogue.activated@1`: From here on the hub decides by this state of the contracts.
 */
export interface HubCatalogueActivatedV1 {
  catalogue: string
  former?: string
  at: string
}
/**
 * `hub.comparison.covered@1`: A comparison was made. This is what was expected, what was looked at, and what came of it.
 */
export interface HubComparisonCoveredV1 {
  comparison: string
  asAt: string
  /**
   * @minItems 1
   * @maxItems 100
   */
  uploads: string[]
  sides: CoverageSides
  expected: number
  checked: number
  matched: number
  differing: number
  unreadable: number
  notYetDue: number
  notCovered?: number
  differences: {
    [k: string]: number
  }
  /**
   * @maxItems 10000
   */
  complaints?: string[]
}
/**
 * `hub.copy.acknowledged@1`: A recipient has taken over copies up to a place in its inbox, or one copy.
 */
export interface HubCopyAcknowledgedV1 {
  recipient: string
  copyId?: string
  cursor?: string
  copies: number
  at: string
}
/**
 * `hub.difference.found@1`: Registers that ought to agree do not. One lacks an entry, or holds another value.
 */
export interface HubDifferenceFoundV1 {
  comparison: string
  kind: DifferenceKind
  side: string
  field?: string
  opens?: string
  asConflict: boolean
  asAt: string
  key: string
  /**
   * @minItems 1
   * @maxItems 100
   */
  uploads: string[]
  details?: GapDetails
  person?: Person
}
/**
 * What the rule carries over from the fact that opened the gap.
 */
export interface GapDetails {
  courtCode?: string
  orderId?: string
  orderType?: string
  madeOn?: string
  endsOn?: string
  requestNo?: number
  conditions?: string[]
}
/**
 * `hub.difference.resolved@1`: Registers that differed agree, by later extracts of both.
 */
export interface HubDifferenceResolvedV1 {
  comparison: string
  kind: DifferenceKind
  side: string
  field?: string
  opens?: string
  asConflict: boolean
  asAt: string
  key: string
  /**
   * @minItems 1
   * @maxItems 100
   */
  uploads: string[]
  details?: GapDetails
  person?: Person
}
/**
 * `hub.extract.closed@1`: The last part of a register's extract has arrived, and here is what all of it came to.
 */
export interface HubExtractClosedV1 {
  uploadId: string
  organisation: string
  unit: string
  event: string
  chunks: number
  rows: number
  unreadable: number
  digest: string
  asAt: string
}
/**
 * `hub.gap.acknowledged@1`: Somebody has taken a gap on.
 */
export interface HubGapAcknowledgedV1 {
  gapId: string
  rule: string
  acknowledgedBy: string
  /**
   * @maxItems 20
   */
  roles: string[]
  until?: string
  says?: string
  reference?: string
  kind?: GapKind
  reason?: GapReason
  severity?: Severity
  dueAt?: string
  breachedAt?: string
  rung?: number
  revision?: number
  requests?: number
  /**
   * @maxItems 10000
   */
  outstanding?: string[]
  details?: GapDetails
}
/**
 * `hub.gap.closed@1`: A gap has ended, and how.
 */
export interface HubGapClosedV1 {
  gapId: string
  rule: string
  kind: GapKind
  reason: GapReason
  severity: Severity
  says: string
  dueAt: string
  breachedAt: string
  /**
   * @maxItems 20
   */
  roles: string[]
  rung: number
  revision: number
  requests: number
  closing: GapClosing
  /**
   * @maxItems 10000
   */
  outstanding?: string[]
  details?: GapDetails
}
/**
 * `hub.gap.decided@1`: A person has decided, and said why, that nothing more is to follow on a gap.
 */
export interface HubGapDecidedV1 {
  gapId: string
  rule: string
  decidedBy: string
  says: string
  reference?: string
}
/**
 * `hub.gap.escalated@1`: A gap is still open, and the next roles are told.
 */
export interface HubGapEscalatedV1 {
  gapId: string
  rule: string
  kind: GapKind
  reason: GapReason
  severity: Severity
  says: string
  dueAt: string
  breachedAt: string
  /**
   * @maxItems 20
   */
  roles: string[]
  rung: number
  revision: number
  requests: number
  /**
   * @maxItems 10000
   */
  outstanding?: string[]
  details?: GapDetails
}
/**
 * `hub.gap.opened@1`: Something that should have happened has not, or two registers disagree.
 */
export interface HubGapOpenedV1 {
  gapId: string
  rule: string
  kind: GapKind
  reason: GapReason
  severity: Severity
  says: string
  dueAt: string
  breachedAt: string
  /**
   * @maxItems 20
   */
  roles: string[]
  rung: number
  revision: number
  requests: number
  /**
   * @maxItems 10000
   */
  outstanding?: string[]
  details?: GapDetails
}
/**
 * `hub.identity.conflicted@1`: What was published says of one person what the hub knows of two, and exact identifiers disagree.
 */
export interface HubIdentityConflictedV1 {
  conflictId: string
  /**
   * @minItems 1
   * @maxItems 50
   */
  people: string[]
  identifiers: Identifiers
  eventId?: string
  eventSource?: string
  says: string
}
/**
 * `hub.ledger.sealed@1`: The disclosure ledger of a day is closed. Whoever alters a row of it from now on can be found out.
 */
export interface HubLedgerSealedV1 {
  day: string
  heads: LedgerHeads
  seal: string
}
/**
 * `hub.message.discarded@1`: A message that had been set aside was given up, and why.
 */
export interface HubMessageDiscardedV1 {
  eventId: string
  eventSource: string
  stage: string
  code: string
  says: string
}
/**
 * `hub.message.replayed@1`: A message that had been set aside was put back to be dealt with.
 */
export interface HubMessageReplayedV1 {
  eventId: string
  eventSource: string
  stage: string
  code: string
  says?: string
}
/**
 * `hub.month.began@1`: A month has begun in Europe/London.
 */
export interface HubMonthBeganV1 {
  month: string
}
/**
 * `hub.person.merged@1`: Two people whom the hub held apart are one. The older key survives.
 */
export interface HubPersonMergedV1 {
  survivor: string
  merged: string
  because: Identifiers
  identifiers?: Identifiers
  profile: ProfileEntries
  conflictId?: string
  says?: string
}
/**
 * `hub.person.split@1`: A merge was wrong, or a doubt was settled so. These are two people, and each has again what was known of each.
 */
export interface HubPersonSplitV1 {
  survivor: string
  restored: string
  identifiers?: Identifiers
  profile?: ProfileEntries
  conflictId?: string
  says: string
}
/**
 * `hub.tick.decided@1`: Everything that was due by this moment has been decided.
 */
export interface HubTickDecidedV1 {
  at: string
  round: number
  facts: number
}
/**
 * `jigsaw.order.recorded@1`: A prevention order against a managed person is held in ViSOR.
 */
export interface JigsawOrderRecordedV1 {
  person: Person
  borough?: string
  caseRef?: string
  visorRef: string
  force: string
  courtCode: string
  orderId: string
  orderType: PreventionOrderType
  interim?: boolean
  resultCode?: string
  madeOn: string
  endsOn?: string
  /**
   * @minItems 1
   * @maxItems 60
   */
  conditions: string[]
}
/**
 * `jigsaw.visor-record.created@1`: A person is held in ViSOR from now on, and this unit owns the record.
 */
export interface JigsawVisorRecordCreatedV1 {
  person: Person
  borough?: string
  caseRef?: string
  visorRef: string
  nominalType: NominalType
  owner: string
  leadAgency?: LeadAgency
}
/**
 * `mappa.fact.retracted@1`: The MAPPA office withdraws a fact that it published.
 */
export interface MappaFactRetractedV1 {
  eventId: string
  source?: string
  reason: string
}
/**
 * `mappa.level.changed@1`: The MAPPA level at which a person is managed has been set, changed or ended.
 */
export interface MappaLevelChangedV1 {
  person: Person
  borough?: string
  caseRef?: string
  from: MappaLevel
  to: MappaLevel
  category: MappaCategory
  decidedOn: string
  leadAgency?: LeadAgency
  contact?: string
}
/**
 * `mappa.manifest.declared@1`: The MAPPA office says how many facts one of its systems published in a period, and which.
 */
export interface MappaManifestDeclaredV1 {
  source: string
  from: string
  until: string
  count: number
  firstSequence?: number
  lastSequence?: number
  digest: string
}
/**
 * `pnc.marker.updated@1`: The PNC Bureau has applied, amended or removed the marker of a prevention order on the Police National Computer.
 */
export interface PncMarkerUpdatedV1 {
  person?: Person
  borough?: string
  caseRef?: string
  courtCode: string
  orderId: string
  action: MarkerAction
  conditionsOnPnc: ConditionsOnPnc
  orderType: PreventionOrderType
  /**
   * @minItems 1
   * @maxItems 60
   */
  conditions?: string[]
  madeOn?: string
  endsOn?: string
}
/**
 * `pnc.order-copy.received@1`: The Sex Offenders Registration Unit has received a court's copy of a prevention order.
 */
export interface PncOrderCopyReceivedV1 {
  person?: Person
  caseRef?: string
  courtCode: string
  orderId: string
  receivedOn?: string
  complete: boolean
}
/**
 * `pnc.order-copy.requested@1`: The Sex Offenders Registration Unit has asked a court for a copy of a prevention order.
 */
export interface PncOrderCopyRequestedV1 {
  person?: Person
  caseRef?: string
  courtCode: string
  orderId: string
  requestNo: number
  orderType?: PreventionOrderType
  madeOn?: string
}
/**
 * `police.fact.retracted@1`: A police unit withdraws a fact that it published.
 */
export interface PoliceFactRetractedV1 {
  eventId: string
  source?: string
  reason: string
}
/**
 * `police.manifest.declared@1`: A police unit says how many facts one of its systems published in a period, and which.
 */
export interface PoliceManifestDeclaredV1 {
  source: string
  from: string
  until: string
  count: number
  firstSequence?: number
  lastSequence?: number
  digest: string
}
/**
 * `probation.fact.retracted@1`: Probation withdraws a fact that it published.
 */
export interface ProbationFactRetractedV1 {
  eventId: string
  source?: string
  reason: string
}
/**
 * `probation.manifest.declared@1`: Probation says how many facts one of its systems published in a period, and which.
 */
export interface ProbationManifestDeclaredV1 {
  source: string
  from: string
  until: string
  count: number
  firstSequence?: number
  lastSequence?: number
  digest: string
}
/**
 * `probation.mappa-registration.changed@1`: Probation has registered a person under MAPPA, or changed or ended the registration.
 */
export interface ProbationMappaRegistrationChangedV1 {
  person: Person
  borough?: string
  caseRef?: string
  category: MappaCategory
  level: MappaLevel
  startedOn: string
  reviewOn?: string
  endedOn?: string
}
