import type { FactToLink, LinkDecision } from './decide-link.js'
import { type Identifier, identifierKey } from './identifier.js'
import type { IdentityDecision } from './identity-decision.js'
import type { IdentityChanges, LoadedIdentities } from './identity-rows.js'
import { LinkingBatch, soughtByBatch } from './linking-batch.js'
import { schemes } from './facts.fixture.js'

/** The register's identity tables as a spec pretends them: read once for a batch, written once, originals kept. */
export class IdentityStore {
  private readonly persons = new Map<string, IdentityChanges['persons'][number]>()
  private readonly identifiers = new Map<string, Identifier & { person: string }>()
  private readonly aliases = new Map<string, string>()
  private readonly apart: [string, string][] = []
  private readonly conflicts = new Map<string, readonly string[]>()
  private readonly settled = new Set<string>()

  link(facts: readonly FactToLink[]): LinkDecision[] {
    const sought = soughtByBatch(facts.map(({ identity }) => identity))
    const batch = new LinkingBatch(schemes, this.loadedFor(sought))
    const decisions = facts.map((fact) => batch.link(fact))
    this.write(batch.changes())
    return decisions
  }

  /** Decides, and links the decision where it can be carried out; `before` are facts of the same work that come before it. */
  decide(
    by: FactToLink,
    decided: Omit<IdentityDecision, 'decidedAt'> & { decidedAt?: number },
    before: readonly FactToLink[] = [],
  ) {
    const decision = { decidedAt: by.receivedAt, ...decided }
    const sought = soughtByBatch([...before, by].map(({ identity }) => identity))
    const persons = [...sought.persons, ...(this.conflicts.get(decision.conflict) ?? [])]
    const batch = new LinkingBatch(schemes, this.loadedFor({ ...sought, persons }))
    for (const fact of before) batch.link(fact)
    const fault = batch.decide(by, decision)
    if (fault === undefined) batch.link(by)
    this.write(batch.changes())
    return fault?.code
  }

  survivorOf(person: string): string {
    return this.aliases.get(person) ?? person
  }

  get personCount(): number {
    return this.persons.size - this.aliases.size
  }

  get conflictCount(): number {
    return this.conflicts.size
  }

  /** What each surviving person holds, claims left out, those who hold nothing left out. */
  holdings(): Set<string>[] {
    const held = new Map<string, Set<string>>()
    for (const { scheme, value, person } of this.identifiers.values()) {
      if (scheme === 'claim') continue
      const survivor = this.survivorOf(person)
      held.set(survivor, (held.get(survivor) ?? new Set()).add(`${scheme}:${value}`))
    }
    return [...held.values()]
  }

  private loadedFor(sought: ReturnType<typeof soughtByBatch>): LoadedIdentities {
    const wanted = new Set(sought.persons.map((person) => this.survivorOf(person)))
    for (const identifier of sought.identifiers) {
      const held = this.identifiers.get(identifierKey(identifier))
      if (held) wanted.add(this.survivorOf(held.person))
    }
    const surviving = <Row extends { person: string }>(rows: Iterable<Row>): Row[] =>
      [...rows]
        .map((row) => ({ ...row, person: this.survivorOf(row.person) }))
        .filter(({ person }) => wanted.has(person))
    return {
      persons: surviving(this.persons.values()),
      identifiers: surviving(this.identifiers.values()),
      aliases: [...this.aliases]
        .filter(([from]) => sought.persons.includes(from))
        .map(([from, to]) => ({ from, to })),
      apart: this.apart.map(([one, other]) => [this.survivorOf(one), this.survivorOf(other)]),
      doubts: [...this.conflicts]
        .filter(([conflict]) => !this.settled.has(conflict))
        .map(([conflict, between]) => ({ conflict, between, openedAt: 0 })),
    }
  }

  private write({
    persons,
    identifiers,
    datesOfBirth,
    merges,
    conflicts,
    apart,
    settled,
  }: IdentityChanges): void {
    for (const person of persons) this.persons.set(person.person, person)
    for (const identifier of identifiers) {
      const key = identifierKey(identifier)
      if (this.identifiers.has(key)) throw new Error(`${key} has been given twice`)
      this.identifiers.set(key, identifier)
    }
    for (const { person, dateOfBirth } of datesOfBirth)
      this.persons.set(person, { ...this.persons.get(person)!, dateOfBirth })
    for (const { loser, survivor } of merges) {
      for (const [from, to] of this.aliases) if (to === loser) this.aliases.set(from, survivor)
      this.aliases.set(loser, survivor)
    }
    for (const { conflict, between } of conflicts)
      if (!this.conflicts.has(conflict)) this.conflicts.set(conflict, between)
    for (const { one, other } of apart) this.apart.push([one, other])
    for (const { conflict } of settled) this.settled.add(conflict)
  }
}
