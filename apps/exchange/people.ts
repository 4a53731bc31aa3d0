import type { Catalogue } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import { type Profile, profileAsAt, type ProfileEntry, type Retraction, standing } from '#core/profile'
import type { Client, Writes } from '#platform/postgres'

const KEYS = `array(select coalesce(a.survivor, p.person) from unnest($1::text[]) as p(person)
  left join person_alias a using (person))`
const LOAD_ALIASES = 'select person, survivor from person_alias where person = any($1::text[])'
const LOAD_PROFILE = `select person, entry from profile_entry where person = any(${KEYS})`
const LOAD_TOLD = `select person, unit from told where person = any(${KEYS})`
const LOAD_RETRACTIONS = `select retraction from profile_retraction
  where event_id = any(array(select event_id from profile_entry where person = any(${KEYS})))`
const LOAD_WITH_STANDING = `select k.person from unnest(${KEYS}) as k(person)
  where exists (select from standing_fact s where s.person = k.person)
    or exists (select from person_alias a join standing_fact s using (person) where a.survivor = k.person)`

function isSameEntry(one: ProfileEntry, other: ProfileEntry): boolean {
  return one.eventId === other.eventId && one.source === other.source && one.part === other.part
}

/**
 * Whoever is about to merge people waits here for others who do: a chain of merges is followed to its end, whatever order its
 * parts come in, only if each sees what the one before it wrote. To be asked before anybody's aliases are.
 */
export async function lockMerges(client: Client): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('exchange merges'))`)
}

/** What the exchange knows of the people of one batch: loaded once, folded in memory, written once. */
export class People {
  private readonly entries = new Map<string, ProfileEntry[]>()
  /** Each person's profile at the instants it was asked for, until something is learnt about anyone. */
  private readonly profiles = new Map<string, Profile>()
  private readonly told = new Map<string, Set<string>>()
  private readonly aliases: Map<string, string>
  private readonly retractions: Retraction[]
  private readonly withStanding: Set<string>
  private readonly newEntries: ProfileEntry[] = []
  private readonly newTold: { person: string; unit: string }[] = []
  private readonly newAliases: { person: string; survivor: string }[] = []
  private readonly newRetractions: Retraction[] = []

  private constructor(
    private readonly catalogue: Pick<Catalogue, 'profile'>,
    loaded: { aliases: Map<string, string>; retractions: Retraction[]; withStanding: string[] },
  ) {
    this.aliases = loaded.aliases
    this.retractions = loaded.retractions
    this.withStanding = new Set(loaded.withStanding)
  }

  /** Asks everything at once, so every question finds the surviving keys for itself. */
  static async load(
    client: Client,
    catalogue: Pick<Catalogue, 'profile'>,
    persons: readonly string[],
  ): Promise<People> {
    const ask = <Row extends object>(name: string, text: string) =>
      client.query<Row>({ name, text, values: [persons] })
    const [aliases, entries, told, retractions, withStanding] = await Promise.all([
      ask<{ person: string; survivor: string }>('load-aliases', LOAD_ALIASES),
      ask<{ person: string; entry: ProfileEntry }>('load-profile', LOAD_PROFILE),
      ask<{ person: string; unit: string }>('load-told', LOAD_TOLD),
      ask<{ retraction: Retraction }>('load-retractions', LOAD_RETRACTIONS),
      ask<{ person: string }>('load-with-standing', LOAD_WITH_STANDING),
    ])
    const people = new People(catalogue, {
      aliases: new Map(aliases.rows.map((row) => [row.person, row.survivor])),
      retractions: retractions.rows.map((row) => row.retraction),
      withStanding: withStanding.rows.map((row) => row.person),
    })
    for (const { person, entry } of entries.rows) people.entriesOf(person).push(entry)
    for (const { person, unit } of told.rows) people.toldAbout(person).add(unit)
    return people
  }

  /** The surviving key: facts on their way when two were merged still carry the other. */
  surviving(person: string): string {
    return this.aliases.get(person) ?? person
  }

  profile(person: string, at: Instant): Profile {
    const key = `${at} ${person}`
    let profile = this.profiles.get(key)
    if (profile === undefined) {
      profile = profileAsAt(standing(this.entriesOf(person), this.retractions), at, this.catalogue.profile)
      this.profiles.set(key, profile)
    }
    return profile
  }

  /** The profile of a person with entries that were not folded here. */
  joined(person: string, entries: readonly ProfileEntry[]): (at: Instant) => Profile {
    const own = this.entriesOf(person).filter((one) => !entries.some((other) => isSameEntry(one, other)))
    const known = standing([...own, ...entries], this.retractions)
    return (at) => profileAsAt(known, at, this.catalogue.profile)
  }

  toldAbout(person: string): Set<string> {
    const known = this.told.get(person)
    if (known) return known
    const none = new Set<string>()
    this.told.set(person, none)
    return none
  }

  add(entries: readonly ProfileEntry[]): void {
    for (const entry of entries) {
      const known = this.entriesOf(entry.person)
      if (known.some((one) => isSameEntry(one, entry))) continue
      known.push(entry)
      this.newEntries.push(entry)
      this.profiles.clear()
    }
  }

  retract(retraction: Retraction): void {
    this.retractions.push(retraction)
    this.newRetractions.push(retraction)
    this.profiles.clear()
  }

  /** Whether any fact may still stand that a new owner has to be offered; where it is false, none does. */
  mayHaveStanding(person: string): boolean {
    return this.withStanding.has(person)
  }

  noteStanding(person: string): void {
    this.withStanding.add(person)
  }

  noteTold(person: string, unit: string): void {
    const told = this.toldAbout(person)
    if (told.has(unit)) return
    told.add(unit)
    this.newTold.push({ person, unit })
  }

  /** @param named the survivor that the merge names, which may have been merged itself since. @returns who it is now */
  merge(loser: string, named: string): string {
    const survivor = this.surviving(named)
    for (const [from, to] of this.aliases) if (to === loser) this.alias(from, survivor)
    this.alias(loser, survivor)
    for (const unit of [...this.toldAbout(loser)]) this.noteTold(survivor, unit)
    this.noteStanding(survivor)
    return survivor
  }

  write(writes: Writes): void {
    if (this.newEntries.length > 0)
      writes.send({
        name: 'write-profile',
        text: `insert into profile_entry select e->>'person', e->>'source', e->>'eventId', (e->>'part')::int, e
          from jsonb_array_elements($1::jsonb) e on conflict do nothing`,
        values: [JSON.stringify(this.newEntries)],
      })
    if (this.newTold.length > 0)
      writes.send({
        name: 'write-told',
        text: 'insert into told select * from unnest($1::text[], $2::text[]) order by 1, 2 on conflict do nothing',
        values: [this.newTold.map((each) => each.person), this.newTold.map((each) => each.unit)],
      })
    this.writeAliases(writes)
    this.writeRetractions(writes)
  }

  /** Also before the batch ends: whose facts are meant by a person is asked in SQL. */
  writeAliases(writes: Writes): void {
    for (const { person, survivor } of this.newAliases.splice(0)) {
      const values = [person, survivor]
      writes.send({ text: 'update person_alias set survivor = $2 where survivor = $1', values })
      writes.send({
        text: 'insert into person_alias values ($1, $2) on conflict (person) do update set survivor = $2',
        values,
      })
      writes.send({
        text: 'insert into told select $2, unit from told where person = $1 on conflict do nothing',
        values,
      })
    }
  }

  /** Also before the batch ends: what is taken back in it must not be offered again in it. */
  writeRetractions(writes: Writes): void {
    for (const retraction of this.newRetractions.splice(0))
      writes.send({
        text: 'insert into profile_retraction values ($1, $2, $3, $4) on conflict do nothing',
        values: [retraction.organisation, retraction.eventId, retraction.by, JSON.stringify(retraction)],
      })
  }

  private alias(person: string, survivor: string): void {
    this.aliases.set(person, survivor)
    this.newAliases.push({ person, survivor })
  }

  private entriesOf(person: string): ProfileEntry[] {
    const known = this.entries.get(person)
    if (known) return known
    const none: ProfileEntry[] = []
    this.entries.set(person, none)
    return none
  }
}
