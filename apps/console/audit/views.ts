import type { Queryable } from '#platform/published'
import type { Principal } from '#platform/security'

/** What somebody is about to be shown, and why they may see it. */
export interface Viewing {
  kind: 'person' | 'gap' | 'message'
  subject: string
  why: readonly string[]
}

/** Who looked at what: written before the page is sent, and never changed. */
export class Views {
  constructor(private readonly db: Queryable) {}

  /** @param page the address without what follows `?`; `/api` tells a program from a page */
  async record(principal: Principal, page: string, viewings: readonly Viewing[]): Promise<void> {
    if (viewings.length === 0) return
    const { person, clientId, organisation, units } = principal
    await this.db.query(
      `insert into view (viewer, position, organisation, units, through, page, kind, subject, why)
       select $1, $2, $3, $4, $5, $6, v.kind, v.subject, array(select jsonb_array_elements_text(v.why))
       from jsonb_to_recordset($7::jsonb) v(kind text, subject text, why jsonb)`,
      [
        person?.username ?? clientId,
        person?.position ?? null,
        organisation,
        units === '*' ? ['*'] : units,
        page.startsWith('/api/') ? 'api' : 'page',
        page,
        JSON.stringify(viewings),
      ],
    )
  }
}
