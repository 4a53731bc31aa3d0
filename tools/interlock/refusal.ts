import { HubError } from '#core/kernel'

/** What a command refuses, with the exit code that says so: 1 where something is wrong, 2 where it was asked wrongly. */
export class Misuse extends HubError {
  constructor(says: string) {
    super('HUB_CLI_MISUSE', says)
    this.name = 'Misuse'
  }
}

const CODE_FIRST = /^(HUB_[A-Z0-9_]+): /
/** SQLSTATE of PostgreSQL: no such table, no such schema. */
const NOT_MIGRATED = new Set(['42P01', '3F000'])
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET', 'EHOSTUNREACH'])

/** One sentence on stderr, with its code. @returns the exit code */
export function tellRefusal(error: unknown): 1 | 2 {
  process.stderr.write(`${sentenceOf(error)}\n`)
  return error instanceof Misuse ? 2 : 1
}

/** The code and what is wrong, for whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof HubError) return `${error.code}: ${error.message}`
  const { code, message, errors } = error as { code?: string; message?: string; errors?: { code?: string }[] }
  const says = message ?? String(error)
  if (CODE_FIRST.test(says)) return says
  const cause = code ?? errors?.[0]?.code ?? ''
  if (NOT_MIGRATED.has(cause))
    return 'HUB_CLI_NOT_MIGRATED: The hub has not made all its tables yet. Start every application once: npx interlock up.'
  if (UNREACHABLE.has(cause))
    return `HUB_CLI_UNREACHABLE: ${says || 'A server does not answer'}. See: npx interlock status.`
  return `HUB_CLI_FAILED: ${says}`
}
