import type { FactPattern } from './rules.js'

/** What a person is employed to do, in which units, and what the console lets such a person read. */
export interface Position {
  position: string
  says: string
  /** The role of the units in which such people work: each sees what the unit was told. */
  worksIn: string
  /** Scopes of the person's access tokens. */
  may: readonly string[]
}

/** A list of people that a page shows to a unit, made from the facts that the unit was told. */
export interface PersonList {
  list: string
  title: string
  says: string
  source: string
  /** Facts, any of which puts its person on the list. */
  enters: readonly FactPattern[]
  /** Facts, any later one of which takes the person off. */
  leaves: readonly FactPattern[]
  /** Facts that add to a row and neither put on the list nor take off. */
  adds: readonly FactPattern[]
  columns: readonly ListColumn[]
  /** The column whose value orders the rows, lowest first, from 0; null: since when the person is on the list. */
  sortedBy: number | null
  file: string
}

export interface ListColumn {
  heading: string
  /** Paths into data; the first that the latest fact with one of them has is shown. */
  from: readonly string[]
}
