// Generated from contracts/ by `npm run contracts`: change the contracts, not this file.

/**
 * Whether an arrival is planned for the first time, has moved to another time, or will not happen.
 */
export type ArrivalPlan = 'first' | 'changed' | 'cancelled'
/**
 * How Central Jigsaw treats a return. `notification` where the conviction would be notifiable here, so that an order is sought; `violent` where it is violent and no more; `neither` where no order can be had, and the person may be a potentially dangerous one.
 */
export type ReturnTreatment = 'notification' | 'violent' | 'neither'
/**
 * What a person who returns needs in order to settle. Nothing of an offence, an order or a risk.
 *
 * @minItems 1
 * @maxItems 10
 */
export type ResettlementNeed = ('housing' | 'benefits' | 'health' | 'family' | 'travel from the port')[]
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
 * Whether the recipient's system has the copy, or its register holds what the copy says.
 */
export type CopyOutcome = 'received' | 'recorded'
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
 * How bad it is. Advice is a thing to consider, and never a breach.
 */
export type Severity = 'advice' | 'low' | 'medium' | 'high' | 'critical'
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
 * Whether those in an identity conflict are one person, or each stays apart from each.
 */
export type IdentityDecision = 'one' | 'apart'
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
 * Which way somebody crosses the border.
 */
export type TravelDirection = 'inbound' | 'outbound'
/**
 * What became of a foreign national whose removal was in question.
 */
export type RemovalOutcome = 'directed' | 'removed' | 'released on immigration bail' | 'allowed to stay'
/**
 * Why a registered offender notified the police. The first time, because something changed, once a year, or before foreign travel.
 */
export type NotificationKind = 'initial' | 'change' | 'annual' | 'travel'
/**
 * As what a person is held in ViSOR. RSO registered sex offender, VO violent offender, ODO other dangerous offender, RTO registered terrorist offender, PDP potentially dangerous person, charged for one charged and not convicted.
 */
export type NominalType = 'RSO' | 'VO' | 'ODO' | 'RTO' | 'PDP' | 'charged'
/**
 * The agency that leads on a person.
 */
export type LeadAgency = 'police' | 'probation' | 'prison' | 'health' | 'youth offending'
/**
 * How a record's transfer stands.
 */
export type TransferStatus = 'offered' | 'accepted' | 'withdrawn'
/**
 * The part of a ViSOR record that was updated (K).
 */
export type VisorSection =
  | 'custody and release'
  | 'address'
  | 'management'
  | 'risk'
  | 'activity log'
  | 'attachments'
  | 'photographs'
  | 'status'
/**
 * Whether a ViSOR record is live or archived (S, seed 0 paragraph 7).
 */
export type RecordStatus = 'live' | 'archived'
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
 * What was done to a report that somebody is wanted or missing.
 */
export type WantedAction = 'circulated' | 'amended' | 'cancelled'
/**
 * Why somebody is wanted.
 */
export type WantedReason =
  'recall to custody' | 'failed to notify' | 'breach of an order' | 'offence' | 'missing'
/**
 * How great the risk of serious harm is held to be.
 */
export type RiskBand = 'low' | 'medium' | 'high' | 'very high'
/**
 * What was decided about a civil order. Advice is given where another unit decides.
 */
export type CivilOrderOutcome = 'applied' | 'no-action' | 'advice'
/**
 * What information is asked for. To decide on a recall, to assess a person's risk in the community, or a prison's own risk (S, seed 3 paragraphs 41, 42 and 44).
 */
export type ExchangePurpose = 'recall' | 'risk' | 'prison risk'
/**
 * Which notice before a release it is. Six months, twenty-eight days or five working days before.
 */
export type NoticeStage = '6MO' | '28D' | '5WD'
/**
 * Why a prison received somebody (V, hmpps-domain-events prisoner.received). Whether it is a recall is said beside it, for this list does not tell.
 */
export type CustodyReason = 'ADMISSION' | 'TEMPORARY_ABSENCE_RETURN' | 'RETURN_FROM_COURT' | 'TRANSFERRED'
/**
 * Why somebody left a prison (V, hmpps-domain-events prisoner.released). RELEASED alone is a release into the community.
 */
export type ReleaseReason =
  | 'RELEASED'
  | 'RELEASED_TO_HOSPITAL'
  | 'TEMPORARY_ABSENCE_RELEASE'
  | 'SENT_TO_COURT'
  | 'TRANSFERRED'
  | 'UNKNOWN'
/**
 * How a date of release comes about. CRD conditional, ARD automatic, HDC home detention curfew; parole by the Parole Board's direction (K).
 */
export type ReleaseDateType = 'CRD' | 'ARD' | 'HDC' | 'parole' | 'other'
/**
 * What somebody is released on. A licence at the end of custody, a temporary licence (ROTL), or a hospital order with conditions (S, seed 3 paragraph 41).
 */
export type LicenceKind = 'release' | 'temporary' | 'hospital order'
/**
 * What was done to a licence.
 */
export type LicenceAction = 'activated' | 'varied' | 'ended'
/**
 * What is sent after a return to custody. The dossier, the Part B report, the secondary dossier (V, manage-recalls-api).
 */
export type RecallDocument = 'dossier' | 'part B' | 'secondary dossier'
/**
 * Whether the licence was revoked.
 */
export type RecallOutcome = 'REVOKED' | 'NOT_REVOKED'
/**
 * FIXED for a fixed term of 14 or 28 days, STANDARD until the Parole Board or the sentence ends it (V, manage-recalls-api). An emergency is how urgent a recall is, not a type of its own (K).
 */
export type RecallType = 'FIXED' | 'STANDARD'
/**
 * Days of a fixed-term recall; 28 where the sentence is twelve months or more, else 14 (V, manage-recalls-api, May 2022).
 */
export type RecallLength = 14 | 28
/**
 * Why a recall was asked for, by its heads (V, manage-recalls-api); never the account of it.
 *
 * @minItems 1
 * @maxItems 10
 */
export type RecallReasons = (
  | 'breach of exclusion zone'
  | 'failed to reside'
  | 'failed home visit'
  | 'failed to keep in touch'
  | 'further offence'
  | 'electronic monitoring tamper'
  | 'travelling outside the United Kingdom'
  | 'poor behaviour'
  | 'other'
)[]
/**
 * Whether a consular notice is the first in its case, changes an earlier one, or withdraws it because nobody returns.
 */
export type ConsularNotice = 'first' | 'changed' | 'withdrawn'
/**
 * Of what kind the embassy says that the conviction is. Whether it would be notifiable here is not its to say.
 */
export type OffenceKind = 'sexual' | 'violent' | 'sexual and violent'

/**
 * The data of each event by contract name.
 */
export interface EventDataByName {
  'central-jigsaw.arrival.planned@1': CentralJigsawArrivalPlannedV1
  'central-jigsaw.debrief.completed@1': CentralJigsawDebriefCompletedV1
  'central-jigsaw.notification-summons.served@1': CentralJigsawNotificationSummonsServedV1
  'courts.fact.retracted@1': CourtsFactRetractedV1
  'courts.manifest.declared@1': CourtsManifestDeclaredV1
  'courts.order-copy.sent@1': CourtsOrderCopySentV1
  'courts.prevention-order.made@1': CourtsPreventionOrderMadeV1
  'courts.prevention-order.varied@1': CourtsPreventionOrderVariedV1
  'force.fact.retracted@1': ForceFactRetractedV1
  'force.manifest.declared@1': ForceManifestDeclaredV1
  'hub.agreement-review.announced@1': HubAgreementReviewAnnouncedV1
  'hub.agreement.lacked@1': HubAgreementLackedV1
  'hub.agreement.restored@1': HubAgreementRestoredV1
  'hub.case.listed@1': HubCaseListedV1
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
  'hub.identity.decided@1': HubIdentityDecidedV1
  'hub.ledger.sealed@1': HubLedgerSealedV1
  'hub.message.discarded@1': HubMessageDiscardedV1
  'hub.message.replayed@1': HubMessageReplayedV1
  'hub.month.began@1': HubMonthBeganV1
  'hub.person.merged@1': HubPersonMergedV1
  'hub.tick.decided@1': HubTickDecidedV1
  'immigration.fact.retracted@1': ImmigrationFactRetractedV1
  'immigration.manifest.declared@1': ImmigrationManifestDeclaredV1
  'immigration.port-encounter.recorded@1': ImmigrationPortEncounterRecordedV1
  'immigration.removal.directed@1': ImmigrationRemovalDirectedV1
  'jigsaw.notification.received@1': JigsawNotificationReceivedV1
  'jigsaw.order.recorded@1': JigsawOrderRecordedV1
  'jigsaw.visor-record.created@1': JigsawVisorRecordCreatedV1
  'jigsaw.visor-record.transferred@1': JigsawVisorRecordTransferredV1
  'jigsaw.visor-record.updated@1': JigsawVisorRecordUpdatedV1
  'mappa.fact.retracted@1': MappaFactRetractedV1
  'mappa.kpi-return.submitted@1': MappaKpiReturnSubmittedV1
  'mappa.level.changed@1': MappaLevelChangedV1
  'mappa.manifest.declared@1': MappaManifestDeclaredV1
  'mappa.referral.received@1': MappaReferralReceivedV1
  'marac.conference.held@1': MaracConferenceHeldV1
  'pnc.marker.updated@1': PncMarkerUpdatedV1
  'pnc.order-copy.received@1': PncOrderCopyReceivedV1
  'pnc.order-copy.requested@1': PncOrderCopyRequestedV1
  'pnc.wanted-report.updated@1': PncWantedReportUpdatedV1
  'police.civil-order.decided@1': PoliceCivilOrderDecidedV1
  'police.fact.retracted@1': PoliceFactRetractedV1
  'police.information.provided@1': PoliceInformationProvidedV1
  'police.manifest.declared@1': PoliceManifestDeclaredV1
  'police.recall-arrest.made@1': PoliceRecallArrestMadeV1
  'prison.fact.retracted@1': PrisonFactRetractedV1
  'prison.manifest.declared@1': PrisonManifestDeclaredV1
  'prison.mappa-meeting.held@1': PrisonMappaMeetingHeldV1
  'prison.pre-release-notice.issued@1': PrisonPreReleaseNoticeIssuedV1
  'prison.prisoner.received@1': PrisonPrisonerReceivedV1
  'prison.prisoner.released@1': PrisonPrisonerReleasedV1
  'prison.release-date.changed@1': PrisonReleaseDateChangedV1
  'prison.temporary-release.authorised@1': PrisonTemporaryReleaseAuthorisedV1
  'prisoners-abroad.need.notified@1': PrisonersAbroadNeedNotifiedV1
  'probation.fact.retracted@1': ProbationFactRetractedV1
  'probation.information.requested@1': ProbationInformationRequestedV1
  'probation.licence.changed@1': ProbationLicenceChangedV1
  'probation.manifest.declared@1': ProbationManifestDeclaredV1
  'probation.mappa-registration.changed@1': ProbationMappaRegistrationChangedV1
  'probation.ogrs-score.calculated@1': ProbationOgrsScoreCalculatedV1
  'probation.recall-document.issued@1': ProbationRecallDocumentIssuedV1
  'probation.recall.decided@1': ProbationRecallDecidedV1
  'probation.recall.requested@1': ProbationRecallRequestedV1
  'soca.consular-notification.forwarded@1': SocaConsularNotificationForwardedV1
  'soca.fact.retracted@1': SocaFactRetractedV1
  'soca.manifest.declared@1': SocaManifestDeclaredV1
  'victim.contact.registered@1': VictimContactRegisteredV1
}
/**
 * `central-jigsaw.arrival.planned@1`: Central Jigsaw expects a person who was convicted abroad on a flight, and has planned to meet it.
 */
export interface CentralJigsawArrivalPlannedV1 {
  person: Person
  caseRef?: string
  consularRef: string
  plan: ArrivalPlan
  eta: string
  flight: string
  port: string
  treatedAs: ReturnTreatment
  offence?: string
  resettlementNeed?: ResettlementNeed
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
 * `central-jigsaw.debrief.completed@1`: Central Jigsaw has debriefed a person who returned from abroad after a conviction there.
 */
export interface CentralJigsawDebriefCompletedV1 {
  person: Person
  borough?: string
  caseRef?: string
  consularRef: string
  intendedArea: string
  toUnit?: string
  treatedAs: ReturnTreatment
  offence?: string
  /**
   * @minItems 1
   * @maxItems 40
   */
  risks: string[]
  /**
   * @minItems 1
   * @maxItems 40
   */
  actions: string[]
  handling: string
}
/**
 * `central-jigsaw.notification-summons.served@1`: Central Jigsaw has served on a person the summons to the hearing of its application for a notification order.
 */
export interface CentralJigsawNotificationSummonsServedV1 {
  person: Person
  borough?: string
  caseRef?: string
  consularRef: string
  courtCode: string
  hearingDate: string
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
 * `force.fact.retracted@1`: A police force outside London withdraws a fact that it published.
 */
export interface ForceFactRetractedV1 {
  eventId: string
  source?: string
  reason: string
}
/**
 * `force.manifest.declared@1`: A police force outside London says how many facts one of its systems published in a period, and which.
 */
export interface ForceManifestDeclaredV1 {
  source: string
  from: string
  until: string
  count: number
  firstSequence?: number
  lastSequence?: number
  digest: string
}
/**
 * `hub.agreement-review.announced@1`: The review of an agreement is near.
 */
export interface HubAgreementReviewAnnouncedV1 {
  agreement: string
  giver: string
  reviewBy: string
  daysLeft: number
}
/**
 * `hub.agreement.lacked@1`: A copy was withheld because an agreement that was meant for it is not in force, or was never signed.
 */
export interface HubAgreementLackedV1 {
  giver: string
  receiver: string
  event: string
  agreement: string
}
/**
 * `hub.agreement.restored@1`: An agreement that was missing is in force.
 */
export interface HubAgreementRestoredV1 {
  giver: string
  receiver: string
  event: string
  agreement: string
}
/**
 * `hub.case.listed@1`: A matter that has not ended stands on today's list.
 */
export interface HubCaseListedV1 {
  caseId: string
  rule: string
  says: string
  day: string
  since: string
  dueAt?: string
  isOverdue: boolean
  /**
   * @maxItems 20
   */
  roles: string[]
  details?: GapDetails
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
  consularRef?: string
  eta?: string
  fromUnit?: string
  toUnit?: string
  person?: {}
  prison?: string
  month?: string
  releaseDate?: string
  leavesAt?: string
  recallId?: string
  requestId?: string
  purpose?: string
  giver?: string
  agreement?: string
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
  copySource?: string
  occasion?: string
  cursor?: string
  outcome: CopyOutcome
  reference?: string
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
 * `hub.identity.decided@1`: A person has decided, and said why, that those in an identity conflict are one, or that each stays apart from each.
 */
export interface HubIdentityDecidedV1 {
  conflictId: string
  decision: IdentityDecision
  decidedBy: string
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
  survivorProfile?: ProfileEntries
  conflictId?: string
  says?: string
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
 * `immigration.fact.retracted@1`: The border or immigration casework withdraws a fact that it published.
 */
export interface ImmigrationFactRetractedV1 {
  eventId: string
  source?: string
  reason: string
}
/**
 * `immigration.manifest.declared@1`: The border or immigration casework says how many facts one of its systems published in a period, and which.
 */
export interface ImmigrationManifestDeclaredV1 {
  source: string
  from: string
  until: string
  count: number
  firstSequence?: number
  lastSequence?: number
  digest: string
}
/**
 * `immigration.port-encounter.recorded@1`: The border has met a person of interest on the way in or out.
 */
export interface ImmigrationPortEncounterRecordedV1 {
  person: Person
  caseRef?: string
  direction: TravelDirection
  port: string
  flight?: string
  seenOn: string
}
/**
 * `immigration.removal.directed@1`: Immigration casework has decided on the removal of a foreign national from the country.
 */
export interface ImmigrationRemovalDirectedV1 {
  person: Person
  borough?: string
  caseRef?: string
  outcome: RemovalOutcome
  directedOn: string
  releasedTo?: string
}
/**
 * `jigsaw.notification.received@1`: A registered offender has notified the police of what the law asks for.
 */
export interface JigsawNotificationReceivedV1 {
  person: Person
  borough?: string
  caseRef?: string
  kind: NotificationKind
  notifiedOn: string
  inPerson: boolean
  fingerprints?: boolean
  photograph?: boolean
  noFixedAbode?: boolean
  travelsOn?: string
  returnsOn?: string
  destination?: string
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
 * `jigsaw.visor-record.transferred@1`: A ViSOR record has been offered to another unit, or that unit has accepted it and owns it from now on.
 */
export interface JigsawVisorRecordTransferredV1 {
  person: Person
  borough?: string
  caseRef?: string
  consularRef?: string
  visorRef: string
  status: TransferStatus
  fromUnit: string
  toUnit: string
}
/**
 * `jigsaw.visor-record.updated@1`: The ViSOR record of a person has been brought up to date.
 */
export interface JigsawVisorRecordUpdatedV1 {
  person: Person
  borough?: string
  caseRef?: string
  visorRef: string
  section: VisorSection
  status: RecordStatus
  diversityComplete?: boolean
  nominalType?: NominalType
  leadAgency?: LeadAgency
  partner?: string
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
 * `mappa.kpi-return.submitted@1`: A MAPPA chair has submitted a borough's figures for a month.
 */
export interface MappaKpiReturnSubmittedV1 {
  borough: string
  month: string
  level3Reviewed: number
  level2Reviewed: number
  disclosureConsidered: number
  rightGrade: number
  explanation?: string
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
 * `mappa.referral.received@1`: The MAPPA office has received a referral of a person for management at a level.
 */
export interface MappaReferralReceivedV1 {
  person: Person
  borough?: string
  caseRef?: string
  consularRef?: string
  receivedOn: string
  category: MappaCategory
  requestedLevel: MappaLevel
  referrer: string
}
/**
 * `marac.conference.held@1`: A Multi-Agency Risk Assessment Conference has considered the case of a person who abuses.
 */
export interface MaracConferenceHeldV1 {
  person: Person
  borough?: string
  caseRef?: string
  heldOn: string
  /**
   * @minItems 1
   * @maxItems 40
   */
  invited: string[]
  /**
   * @minItems 1
   * @maxItems 40
   */
  actions: string[]
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
 * `pnc.wanted-report.updated@1`: The report that a person is wanted has been circulated, amended or cancelled on the Police National Computer.
 */
export interface PncWantedReportUpdatedV1 {
  person: Person
  borough?: string
  caseRef?: string
  action: WantedAction
  reason: WantedReason
  formerReason?: WantedReason
  risk?: RiskBand
  believedAbroad?: boolean
}
/**
 * `police.civil-order.decided@1`: The police have decided whether to apply for a civil order against a person.
 */
export interface PoliceCivilOrderDecidedV1 {
  person: Person
  borough?: string
  caseRef?: string
  consularRef?: string
  outcome: CivilOrderOutcome
  decidedOn: string
  orderType: PreventionOrderType
  courtCode?: string
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
 * `police.information.provided@1`: The police have told another agency what they know about a person.
 */
export interface PoliceInformationProvidedV1 {
  person: Person
  borough?: string
  caseRef?: string
  requestId: string
  requester: string
  purpose: ExchangePurpose
  summaryRef?: string
  handling: string
  summary: string
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
 * `police.recall-arrest.made@1`: The police have arrested a person whose licence was revoked.
 */
export interface PoliceRecallArrestMadeV1 {
  person: Person
  borough?: string
  caseRef?: string
  recallId: string
  custodySuite?: string
  prison?: string
}
/**
 * `prison.fact.retracted@1`: A prison withdraws a fact that it published.
 */
export interface PrisonFactRetractedV1 {
  eventId: string
  source?: string
  reason: string
}
/**
 * `prison.manifest.declared@1`: A prison says how many facts one of its systems published in a period, and which.
 */
export interface PrisonManifestDeclaredV1 {
  source: string
  from: string
  until: string
  count: number
  firstSequence?: number
  lastSequence?: number
  digest: string
}
/**
 * `prison.mappa-meeting.held@1`: A prison has held its monthly meeting about MAPPA offenders who are to be released.
 */
export interface PrisonMappaMeetingHeldV1 {
  prison: string
  heldOn: string
  discussed: number
  centralJigsawPresent?: boolean
}
/**
 * `prison.pre-release-notice.issued@1`: A prison has given notice of a release, six months, twenty-eight days or five working days before it.
 */
export interface PrisonPreReleaseNoticeIssuedV1 {
  person: Person
  borough?: string
  address?: string
  caseRef?: string
  prison: string
  stage: NoticeStage
  releaseDate: string
  level?: MappaLevel
  category?: MappaCategory
  victimRegistered?: boolean
}
/**
 * `prison.prisoner.received@1`: A prison has received a person into custody, or back into it.
 */
export interface PrisonPrisonerReceivedV1 {
  person: Person
  borough?: string
  caseRef?: string
  prison: string
  reason: CustodyReason
  recall: boolean
  flagged: boolean
}
/**
 * `prison.prisoner.released@1`: A prison has let a person go, into the community or elsewhere.
 */
export interface PrisonPrisonerReleasedV1 {
  person: Person
  borough?: string
  address?: string
  caseRef?: string
  prison: string
  reason: ReleaseReason
  releaseType?: ReleaseDateType
  licence: boolean
  flagged: boolean
  foreignNational?: boolean
}
/**
 * `prison.release-date.changed@1`: The day on which a prisoner is to be released has been set or changed.
 */
export interface PrisonReleaseDateChangedV1 {
  person: Person
  borough?: string
  caseRef?: string
  prison: string
  releaseDate: string
  dateType: ReleaseDateType
  confirmed: boolean
  flagged: boolean
}
/**
 * `prison.temporary-release.authorised@1`: A prison has authorised a prisoner to be out of it for a time.
 */
export interface PrisonTemporaryReleaseAuthorisedV1 {
  person: Person
  borough: string
  caseRef?: string
  prison: string
  leavesAt: string
  returnsAt: string
  purpose: string
  flagged: boolean
}
/**
 * `prisoners-abroad.need.notified@1`: Prisoners Abroad has said what a person who returns will need in order to settle.
 */
export interface PrisonersAbroadNeedNotifiedV1 {
  person: Person
  caseRef?: string
  country: string
  returnDate?: string
  resettlementNeed: ResettlementNeed
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
 * `probation.information.requested@1`: Probation has asked the police what they know about a person.
 */
export interface ProbationInformationRequestedV1 {
  person: Person
  borough?: string
  caseRef?: string
  requestId: string
  requester: string
  purpose: ExchangePurpose
  urgent: boolean
}
/**
 * `probation.licence.changed@1`: A licence on which a person lives outside has begun, changed or ended.
 */
export interface ProbationLicenceChangedV1 {
  person: Person
  borough?: string
  caseRef?: string
  kind: LicenceKind
  action: LicenceAction
  /**
   * @minItems 1
   * @maxItems 60
   */
  conditions?: string[]
  expiresOn?: string
  leavesAt?: string
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
/**
 * `probation.ogrs-score.calculated@1`: The offender group reconviction scale has been worked out for a person.
 */
export interface ProbationOgrsScoreCalculatedV1 {
  person: Person
  borough: string
  caseRef?: string
  score: number
  adult: boolean
}
/**
 * `probation.recall-document.issued@1`: A document that follows a recalled person's return to custody has been issued.
 */
export interface ProbationRecallDocumentIssuedV1 {
  person: Person
  caseRef?: string
  recallId: string
  kind: RecallDocument
  prison?: string
}
/**
 * `probation.recall.decided@1`: The National Offender Management Service has decided whether a person's licence is revoked.
 */
export interface ProbationRecallDecidedV1 {
  person: Person
  borough?: string
  caseRef?: string
  recallId: string
  outcome: RecallOutcome
  recallType: RecallType
  emergency: boolean
  lengthDays?: RecallLength
  prison?: string
  reasons?: RecallReasons
}
/**
 * `probation.recall.requested@1`: Probation has asked that a person's licence be revoked and the person be recalled to custody.
 */
export interface ProbationRecallRequestedV1 {
  person: Person
  borough?: string
  caseRef?: string
  recallId: string
  recallType: RecallType
  emergency: boolean
  reasons: RecallReasons
}
/**
 * `soca.consular-notification.forwarded@1`: SOCA has passed on a consulate's notice that a person convicted abroad is returning.
 */
export interface SocaConsularNotificationForwardedV1 {
  person: Person
  caseRef?: string
  consularRef: string
  notice: ConsularNotice
  country: string
  returnDate: string
  offence: string
  offenceKind: OffenceKind
  convictedOn?: string
  handling: string
}
/**
 * `soca.fact.retracted@1`: SOCA's consular desk withdraws a fact that it published.
 */
export interface SocaFactRetractedV1 {
  eventId: string
  source?: string
  reason: string
}
/**
 * `soca.manifest.declared@1`: SOCA's consular desk says how many facts one of its systems published in a period, and which.
 */
export interface SocaManifestDeclaredV1 {
  source: string
  from: string
  until: string
  count: number
  firstSequence?: number
  lastSequence?: number
  digest: string
}
/**
 * `victim.contact.registered@1`: A victim has asked to hear what becomes of the offender.
 */
export interface VictimContactRegisteredV1 {
  person: Person
  caseRef?: string
  victim: Person
}
