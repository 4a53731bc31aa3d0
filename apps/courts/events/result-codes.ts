import { parse } from 'yaml'
import { HubError } from '#core/kernel'

/** What a CJS result code makes: an order of a type, final or interim. */
export interface ResultMeaning {
  orderType: string
  interim: boolean
}

export type ResultCodes = ReadonlyMap<string, ResultMeaning>

/**
 * Reads `contracts/reference/result-codes.yaml`: result code → order type, so that a new order type is a line of data.
 * Codes that make no prevention order stand there too and are left out.
 * @throws HubError HUB_COURTS_RESULT_CODES when the file does not hold that
 */
export function parseResultCodes(text: string): ResultCodes {
  const codes = new Map<string, ResultMeaning>()
  for (const [code, entry] of Object.entries((parse(text) as Record<string, unknown> | null) ?? {})) {
    const meaning = entry as { orderType?: unknown; interim?: unknown } | null
    if (meaning?.orderType === undefined && /^\d{4}$/.test(code)) continue
    if (!/^\d{4}$/.test(code) || typeof meaning?.orderType !== 'string')
      throw new HubError(
        'HUB_COURTS_RESULT_CODES',
        `reference/result-codes.yaml: ${code} must be four digits, and its orderType a text.`,
        'after-repair',
      )
    codes.set(code, { orderType: meaning.orderType, interim: meaning.interim === true })
  }
  return codes
}
