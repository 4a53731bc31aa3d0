import type { Catalogue } from '#core/catalogue'

export interface AccessRule {
  resource: 'topic' | 'group' | 'transactional-id'
  name: string
  pattern: 'literal' | 'prefixed'
  operations: readonly ('READ' | 'WRITE' | 'DESCRIBE')[]
}

export interface Principal {
  /** SCRAM user name; Kafka's principal is `User:<name>`. */
  principal: string
  why: string
  rules: readonly AccessRule[]
}

/** What an app of the hub does with Kafka besides publishing the facts that the catalogue lets its unit publish. */
const STAGES: Readonly<Record<string, { why: string; rules: readonly AccessRule[] }>> = {
  intake: { why: 'Takes in what organisations say and send.', rules: [writes('extracts.', 'prefixed')] },
  register: {
    why: 'Reads every fact, settles whom it is about, and ticks when all has been linked and all extracts are read.',
    rules: [
      ...reads('facts.', 'register'),
      writes('hub.linked'),
      transacts('register-'),
      transacts('metronome'),
      { resource: 'topic', name: 'extracts.', pattern: 'prefixed', operations: ['DESCRIBE'] },
      { resource: 'group', name: 'reconciler', pattern: 'prefixed', operations: ['DESCRIBE'] },
    ],
  },
  exchange: {
    why: 'Reads linked facts and gives each unit its copies.',
    rules: [...reads('hub.linked', 'exchange'), writes('inbox.', 'prefixed'), transacts('exchange-')],
  },
  reconciler: {
    why: 'Reads linked facts and extracts, and says what is missing.',
    rules: [...reads('hub.linked', 'reconciler'), reads('extracts.', 'reconciler')[0]],
  },
  delivery: { why: 'Hands copies over and says who has taken them.', rules: reads('inbox.', 'delivery') },
  operations: {
    why: 'Looks at how far each stage has come.',
    rules: [
      { resource: 'topic', name: '*', pattern: 'literal', operations: ['DESCRIBE'] },
      { resource: 'group', name: '*', pattern: 'literal', operations: ['DESCRIBE'] },
    ],
  },
}

/** The organisation whose units are the hub's own apps. */
const HUB = 'hub'

/**
 * Who may do what in Kafka, each app under its own principal. An agency's app has none of it: it speaks through intake
 * and hears through delivery, so it cannot read what another was told.
 */
export function accessRules(catalogue: Catalogue): { principals: readonly Principal[] } {
  const apps = Object.entries(STAGES).map(([principal, { why, rules }]) => ({
    principal,
    why,
    rules: [...rules, ...factsOf(principal, catalogue)],
  }))
  const agencies = [...catalogue.organisations.keys()].filter((name) => name !== HUB).sort()
  const why = 'Speaks through intake and hears through delivery; it needs nothing of Kafka.'
  return { principals: [...apps, ...agencies.map((principal) => ({ principal, why, rules: [] }))] }
}

/** Intake publishes for every organisation; the hub's other apps publish the hub's own facts, where a contract says so. */
function factsOf(app: string, catalogue: Catalogue): AccessRule[] {
  const own = [...catalogue.events.values()].some(({ publishers }) => publishers.includes(app))
  const hub = own ? [writes(`facts.${HUB}`)] : []
  if (app !== 'intake') return hub
  const others = [...catalogue.organisations.keys()].filter((organisation) => organisation !== HUB).sort()
  return [...others.map((organisation) => writes(`facts.${organisation}`)), ...hub]
}

function writes(name: string, pattern: AccessRule['pattern'] = 'literal'): AccessRule {
  return { resource: 'topic', name, pattern, operations: ['WRITE', 'DESCRIBE'] }
}

function reads(topic: string, group: string): [AccessRule, AccessRule] {
  const pattern = topic.endsWith('.') ? 'prefixed' : 'literal'
  return [
    { resource: 'topic', name: topic, pattern, operations: ['READ', 'DESCRIBE'] },
    { resource: 'group', name: group, pattern: 'prefixed', operations: ['READ', 'DESCRIBE'] },
  ]
}

function transacts(prefix: string): AccessRule {
  return {
    resource: 'transactional-id',
    name: prefix,
    pattern: 'prefixed',
    operations: ['WRITE', 'DESCRIBE'],
  }
}
