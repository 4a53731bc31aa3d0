/** What a court's results come out of in 2011: the new platform, Libra's own documents, or its prosecutors' interface. */
export type CourtSystem = 'common-platform' | 'libra' | 'spi'

export interface ScenarioCourt {
  code: string
  system: CourtSystem
  /** How it numbers its orders: `2011-0042` or `T20110042`. */
  numbering: 'dash' | 'letter'
}

/** The twelve courts whose registers are compared (contracts/organisations/courts.yaml, `extracts`). */
export const COURTS: readonly ScenarioCourt[] = [
  { code: 'B01FA', system: 'libra', numbering: 'dash' },
  { code: 'B01OK', system: 'common-platform', numbering: 'dash' },
  { code: 'B01EF', system: 'libra', numbering: 'dash' },
  { code: 'B01GU', system: 'libra', numbering: 'dash' },
  { code: 'B01MN', system: 'spi', numbering: 'dash' },
  { code: 'B01LY', system: 'spi', numbering: 'dash' },
  { code: 'C01CE', system: 'common-platform', numbering: 'letter' },
  { code: 'C01CY', system: 'common-platform', numbering: 'letter' },
  { code: 'C01SW', system: 'common-platform', numbering: 'letter' },
  { code: 'C01IL', system: 'common-platform', numbering: 'letter' },
  { code: 'C01SN', system: 'common-platform', numbering: 'letter' },
  { code: 'C01KT', system: 'common-platform', numbering: 'letter' },
]

export function orderNumber(court: ScenarioCourt, year: string, number: number): string {
  const digits = String(number).padStart(4, '0')
  return court.numbering === 'dash' ? `${year}-${digits}` : `T${year}${digits}`
}
