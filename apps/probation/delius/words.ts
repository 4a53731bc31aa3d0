/** The register's words and what they mean to the hub. */
type Words<T = string> = Readonly<Record<string, T>>

export const RECALL_TYPES: Words = { STANDARD: 'STANDARD', FIXED: 'FIXED' }

/** Names: V, manage-recalls-api (DOMAIN C.5). */
export const RECALL_LENGTHS: Words<number> = { FOURTEEN_DAYS: 14, TWENTY_EIGHT_DAYS: 28 }

export const OUTCOMES: Words = { REVOKED: 'REVOKED', NOT_REVOKED: 'NOT_REVOKED' }

/** Heads of reasons, after manage-recalls-api; the account of it is not read. */
export const REASONS: Words = {
  BREACH_EXCLUSION_ZONE: 'breach of exclusion zone',
  FAILED_TO_RESIDE: 'failed to reside',
  FAILED_HOME_VISIT: 'failed home visit',
  FAILED_KEEP_IN_TOUCH: 'failed to keep in touch',
  CHARGED_WITH_FURTHER_OFFENCE: 'further offence',
  ELM_FAILURE_CHARGE_BATTERY: 'electronic monitoring tamper',
  ELM_EQUIPMENT_TAMPER: 'electronic monitoring tamper',
  TRAVELLING_OUTSIDE_UK: 'travelling outside the United Kingdom',
  POOR_BEHAVIOUR_ALCOHOL: 'poor behaviour',
  POOR_BEHAVIOUR_DRUGS: 'poor behaviour',
  OTHER: 'other',
}

export const DOCUMENTS: Words = {
  DOSSIER: 'dossier',
  PART_B_RISK_REPORT: 'part B',
  SECONDARY_DOSSIER: 'secondary dossier',
}

export const PURPOSES: Words = { RECALL: 'recall', RISK: 'risk' }

export const LICENCE_KINDS: Words = {
  RELEASE: 'release',
  ROTL: 'temporary',
  HOSPITAL_ORDER: 'hospital order',
}

/** What is done to a licence, by the service's own event (V, create-and-vary-a-licence; DOMAIN C.10). */
export const LICENCE_ACTIONS: Words = { ACTIVATED: 'activated', VARIED: 'varied', INACTIVATED: 'ended' }

export const REGISTRATIONS: Words = { ADDED: 'added', UPDATED: 'updated', DEREGISTERED: 'deregistered' }

/** Delius says M1 of a category and M1 of a level and means two things (V, community-api; DOMAIN C.4). */
export const CATEGORIES: Words = { M1: '1', M2: '2', M3: '3' }
export const LEVELS: Words = { M1: '1', M2: '2', M3: '3' }
