import type { Catalogue } from './catalogue.js'

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
      describes('topic', 'extracts.'),
      describes('group', 'reconciler'),
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
  operator: {
    why: 'Looks at how far each stage has come.',
    rules: [
      ...['facts.', 'extracts.', 'inbox.', 'hub.'].map((name) => describes('topic', name)),
      ...['register', 'exchange', 'reconciler', 'delivery'].map((name) => describes('group', name)),
    ],
  },
}

/** The organisation whose units are the hub's own apps. */
const HUB = 'hub'

/**
 * Who may do what in Kafka, each app and each organisation under its own principal; nobody else may do anything, but for the
 * administrator who makes topics and rules. Before every name stands the hub's prefix, so that hubs of one cluster keep apart.
 *
 * An organisation may read its own inbox, and write to its own topic of facts, where the register asks about admission again
 * (decision 13). It has no transactional id: offsets of `facts.*` must stay dense, and a transaction leaves holes.
 */
export function accessRules(
  catalogue: Pick<Catalogue, 'organisations' | 'events'>,
  prefix = '',
): { principals: readonly Principal[] } {
  const apps = Object.entries(STAGES).map(([principal, { why, rules }]) => ({
    principal,
    why,
    rules: [...rules, ...factsOf(principal, catalogue)],
  }))
  const agencies = organisationsBut(catalogue).map((principal) => ({
    principal,
    why: 'Reads its own inbox, and says its own facts; most speak through intake and hear through delivery instead.',
    rules: [...reads(`inbox.${principal}`, `${principal}.`), writes(`facts.${principal}`)],
  }))
  return {
    principals: [...apps, ...agencies].map((each) => ({
      ...each,
      rules: each.rules.map((rule) => ({ ...rule, name: `${prefix}${rule.name}` })),
    })),
  }
}

function organisationsBut({ organisations }: Pick<Catalogue, 'organisations'>): string[] {
  return [...organisations.keys()].filter((organisation) => organisation !== HUB).sort()
}

/** Intake publishes for every organisation; the hub's other apps publish the hub's own facts, where a contract says so. */
function factsOf(app: string, catalogue: Pick<Catalogue, 'organisations' | 'events'>): AccessRule[] {
  const own = [...catalogue.events.values()].some(({ publishers }) => publishers.includes(app))
  const hub = own ? [writes(`facts.${HUB}`)] : []
  if (app !== 'intake') return hub
  return [...organisationsBut(catalogue).map((organisation) => writes(`facts.${organisation}`)), ...hub]
}

function writes(name: string, pattern: AccessRule['pattern'] = 'literal'): AccessRule {
  return { resource: 'topic', name, pattern, operations: ['WRITE', 'DESCRIBE'] }
}

function describes(resource: 'topic' | 'group', name: string): AccessRule {
  return { resource, name, pattern: 'prefixed', operations: ['DESCRIBE'] }
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
