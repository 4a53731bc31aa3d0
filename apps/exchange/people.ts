import type { Catalogue } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import { type Profile, profileAsAt, type ProfileEntry, type Retraction, standing } from '#core/profile'
import type { Client } from '#platform/postgres'

/** What the exchange knows of the people of one batch: loaded once, folded in memory, written once. */
export class People {
  private readonly entries = new Map<string, ProfileEntry[]>()
  /** Each person's profile at the instants it was asked for, until something is learnt about anyone. */
  private readonly profiles = new Map<string, Profile>()
  private readonly told = new Map<string, Set<string>>()
  private readonly aliases: Map<string, string>
  private readonly retractions: Retraction[]
  private readonly newEntries: ProfileEntry[] = []
  private readonly newTold: { person: string; unit: string }[] = []
  private readonly newAliases: { person: string; survivor: string }[] = []
  private readonly newRetractions: Retraction[] = []

  private constructor(
    private readonly catalogue: Pick<Catalogue, 'profile'>,
    loaded: { aliases: Map<string, string>; retractions: Retraction[] },
  ) {
    this.aliases = loaded.aliases
    this.retractions = loaded.retractions
  }

  static async load(
    client: Client,
    catalogue: Pick<Catalogue, 'profile'>,
    persons: readonly string[],
  ): Promise<People> {
    const { rows: aliasRows } = await client.query<{ person: string; survivor: string }>({
      name: 'load-aliases',
      text: 'select person, survivor from person_alias where person = any($1)',
      values: [persons],
    })
    const aliases = new Map(aliasRows.map((row) => [row.person, row.survivor]))
    const keys = [...new Set(persons.map((person) => aliases.get(person) ?? person))]
    const entries = await client.query<{ person: string; entry: ProfileEntry }>({
      name: 'load-profile',
      text: 'select person, entry from profile_entry where person = any($1)',
      values: [keys],
    })
    const told = await client.query<{ person: string; unit: string }>({
      name: 'load-told',
      text: 'select person, unit from told where person = any($1)',
      values: [keys],
    })
    const { rows } = await client.query<{ retraction: Retraction }>({
      name: 'load-retractions',
      text: `select r.retraction from profile_retraction r
        where r.event_id in (select e.event_id from profile_entry e where e.person = any($1))`,
      values: [keys],
    })
    const people = new People(catalogue, { aliases, retractions: rows.map((row) => row.retraction) })
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

  /** The profile that entries add up to which were not folded here. */
  joined(entries: readonly ProfileEntry[]): (at: Instant) => Profile {
    const known = standing(entries, this.retractions)
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
      if (
        known.some(
          (one) => one.eventId === entry.eventId && one.source === entry.source && one.part === entry.part,
        )
      )
        continue
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

  noteTold(person: string, unit: string): void {
    const told = this.toldAbout(person)
    if (told.has(unit)) return
    told.add(unit)
    this.newTold.push({ person, unit })
  }

  merge(loser: string, survivor: string): void {
    for (const [from, to] of this.aliases) if (to === loser) this.alias(from, survivor)
    this.alias(loser, survivor)
    for (const unit of [...this.toldAbout(loser)]) this.noteTold(survivor, unit)
  }

  async write(client: Client): Promise<void> {
    if (this.newEntries.length > 0)
      await client.query({
        name: 'write-profile',
        text: `insert into profile_entry select e->>'person', e->>'source', e->>'eventId', (e->>'part')::int, e
          from jsonb_array_elements($1::jsonb) e on conflict do nothing`,
        values: [JSON.stringify(this.newEntries)],
      })
    if (this.newTold.length > 0)
      await client.query({
        name: 'write-told',
        text: 'insert into told select * from unnest($1::text[], $2::text[]) order by 1, 2 on conflict do nothing',
        values: [this.newTold.map((each) => each.person), this.newTold.map((each) => each.unit)],
      })
    for (const { person, survivor } of this.newAliases) {
      await client.query('update person_alias set survivor = $2 where survivor = $1', [person, survivor])
      await client.query(
        'insert into person_alias values ($1, $2) on conflict (person) do update set survivor = $2',
        [person, survivor],
      )
      await client.query(
        'insert into told select $2, unit from told where person = $1 on conflict do nothing',
        [person, survivor],
      )
    }
    await this.writeRetractions(client)
  }

  /** Also before the batch ends: what is taken back in it must not be offered again in it. */
  async writeRetractions(client: Client): Promise<void> {
    const retractions = this.newRetractions.splice(0)
    for (const retraction of retractions)
      await client.query('insert into profile_retraction values ($1, $2, $3, $4) on conflict do nothing', [
        retraction.organisation,
        retraction.eventId,
        retraction.by,
        JSON.stringify(retraction),
      ])
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
