import type { Marking } from '#core/messages'

/** A file of `events/`, once it fits its schema. */
export interface EventFile {
  event: string
  means: string
  publisher: string | string[]
  about: 'person' | 'nobody'
  handles?: Record<string, string[]>
  marking: Marking
  data: Record<string, string>
  sets?: Record<string, string | string[]>
  names?: string
  offersStandingTo?: string
  stands?: string
  accepted?: Record<string, unknown>[]
  refused?: Record<string, unknown>[]
}
