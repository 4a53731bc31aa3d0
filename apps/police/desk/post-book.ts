import { type Fault, sha256 } from '#core/kernel'
import { csvLines, findings } from '#platform/native'
import type { Client } from '#platform/postgres'
import {
  cell,
  type Cells,
  conditionsCell,
  courtCell,
  dayCell,
  neededCell,
  orderCell,
  said,
  Unreadable,
} from '../registers/order-row.js'
import type { PaperCopy } from './desk-case.js'

export type PostReading = { ok: true; papers: PaperCopy[] } | { ok: false; faults: Fault[] }

const NEEDED = ['COURT', 'ORDER NO', 'KIND', 'SURNAME', 'COMPLETE']
const CHANGES: readonly string[] = ['', 'VARIED', 'DISCHARGED']

/** Reads a day of the unit's post book: one paper copy a line, CSV. */
export function readPostBook(bytes: Uint8Array): PostReading {
  const lines = csvLines(bytes, findings('pointer'), NEEDED)
  if (!lines.ok) return lines
  const faults: Fault[] = []
  const papers = lines.lines.flatMap(({ value, at }) => {
    try {
      return [paperOf(value as Cells)]
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      faults.push({ code: 'HUB_POLICE_POST_INVALID', at, says: error.message })
      return []
    }
  })
  return faults.length > 0 ? { ok: false, faults } : { ok: true, papers }
}

/** Lays papers into the tray; they are opened when the desk is worked through. */
export async function layIntoTray(
  client: Client,
  batch: Uint8Array,
  papers: readonly PaperCopy[],
): Promise<void> {
  const digest = sha256(batch)
  await client.query(
    `insert into desk_post (id, content)
     select $1 || '/' || ordinality, value from jsonb_array_elements($2::jsonb) with ordinality on conflict do nothing`,
    [digest, JSON.stringify(papers)],
  )
}

function paperOf(row: Cells): PaperCopy {
  const change = cell(row, 'CHANGE')?.toUpperCase() ?? ''
  if (!CHANGES.includes(change)) throw new Unreadable('CHANGE is none of VARIED, DISCHARGED.')
  const madeOn = dayCell(row, 'MADE')
  const endsOn = dayCell(row, 'ENDS')
  return {
    courtCode: courtCell(row, 'COURT'),
    orderId: barless('ORDER NO', orderCell(row, 'ORDER NO')),
    change: change as PaperCopy['change'],
    orderType: barless('KIND', neededCell(row, 'KIND')),
    ...(madeOn === undefined ? {} : { madeOn }),
    ...(endsOn === undefined ? {} : { endsOn }),
    person: said({
      name: { forenames: cell(row, 'FORENAMES') ?? '', surname: neededCell(row, 'SURNAME') },
      dateOfBirth: dayCell(row, 'BORN'),
      pnc: cell(row, 'PNCID'),
    }),
    complete: neededCell(row, 'COMPLETE').toUpperCase() === 'Y',
    conditions: conditionsCell(row, 'CONDITIONS'),
  }
}

/** A bar divides the fields of a PNC transaction; blanked in a name, but another number or kind is another order. */
function barless(name: string, text: string): string {
  if (text.includes('|')) throw new Unreadable(`${name} has a bar in it.`)
  return text
}
