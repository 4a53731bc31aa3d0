import { type Catalogue, type EventContract, topicPlans } from '#core/catalogue'
import { namespaceOf, topicsOf } from '#core/messages'
import {
  asShared,
  ATTRIBUTES,
  concerns,
  COPY_ATTRIBUTES,
  fixedAttributes,
  headersOfExample,
  OPTIONAL_ATTRIBUTES,
  type Schema,
  typeName,
} from './envelope-schemas.js'
import { exampleEvent } from './example-event.js'

const DESCRIPTION = `The topics of Interlock that organisations meet: \`facts.<organisation>\` holds what an organisation has said,
\`inbox.<organisation>\` the copies that it may have. Messages are CloudEvents 1.0 in Kafka's binary mode: attributes are \`ce_\`
headers, the value is the data. Read with isolation level read_committed. Who may hear what stands in CATALOGUE.md.`

/** AsyncAPI 3.0 of the topics that organisations meet, with every event of the catalogue and an example of each. */
export function asyncApi(catalogue: Catalogue): object {
  const events = [...catalogue.events.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const organisations = [...catalogue.organisations.keys()].toSorted()
  const channels = organisations.flatMap((organisation) => [
    factsChannel(catalogue, organisation, events),
    inboxChannel(catalogue, organisation, events),
  ])
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Interlock',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      kafka: {
        host: '{host}:{port}',
        protocol: 'kafka-secure',
        description: 'Apache Kafka 4. Every principal logs in by SCRAM and may touch only what it is given.',
        variables: { host: { default: '127.0.0.1' }, port: { default: '9092' } },
        security: [{ $ref: '#/components/securitySchemes/scram' }],
        bindings: { kafka: { bindingVersion: '0.5.0' } },
      },
    },
    channels: Object.fromEntries(channels.map(({ name, channel }) => [name, channel])),
    operations: Object.fromEntries(channels.flatMap(({ name, channel }) => operationOf(name, channel))),
    components: {
      securitySchemes: {
        scram: { type: 'scramSha512', description: 'User name and password of the app or organisation.' },
      },
      messageTraits: {
        fact: traitOf({}, 'The subject, or `ce_partitionkey` where there is one.'),
        copy: traitOf(COPY_ATTRIBUTES, 'The recipient unit.'),
      },
      messages: Object.fromEntries(events.flatMap((event) => messagesOf(catalogue, event))),
      schemas: Object.fromEntries(
        events.flatMap((event) => [
          [typeName(event), { description: event.means.trim(), ...event.schema }],
          [`${typeName(event)}AsShared`, asShared({ description: event.means.trim(), ...event.schema })],
        ]),
      ),
    },
  }
}

interface Channel {
  address: string
  description: string
  messages: Record<string, { $ref: string }>
  bindings: object
}

function factsChannel(catalogue: Catalogue, organisation: string, events: readonly EventContract[]) {
  const { speaks, name } = catalogue.organisations.get(organisation)!
  const said = events.filter(({ type }) => speaks.includes(namespaceOf(type)))
  const topic = topicsOf('').facts(organisation)
  const description = `What ${name} has said. Intake writes it, once the publisher may say it; the register reads it.`
  return { name: topic, channel: channelOf(catalogue, topic, description, said.map(typeName)) }
}

function inboxChannel(catalogue: Catalogue, organisation: string, events: readonly EventContract[]) {
  const { name } = catalogue.organisations.get(organisation)!
  const heard = events.filter((event) =>
    catalogue.agreements.some(
      ({ receives, shares }) =>
        shares.some((share) => share.event === event.name) && concerns(catalogue, organisation, receives),
    ),
  )
  const topic = topicsOf('').inbox(organisation)
  const description = `Copies for the units of ${name}, in order for each person, with the fields that agreements give.`
  const names = heard.map((event) => `${typeName(event)}Copy`)
  return { name: topic, channel: channelOf(catalogue, topic, description, names) }
}

function channelOf(
  catalogue: Catalogue,
  topic: string,
  description: string,
  messages: readonly string[],
): Channel {
  const plan = topicPlans(catalogue, '').find((each) => each.topic === topic)!
  return {
    address: topic,
    description,
    messages: Object.fromEntries(
      messages.map((message) => [message, { $ref: `#/components/messages/${message}` }]),
    ),
    bindings: {
      kafka: {
        topic,
        partitions: plan.partitions,
        topicConfiguration: { 'retention.ms': Number(plan.config['retention.ms']) },
        bindingVersion: '0.5.0',
      },
    },
  }
}

/** As the hub sees it: it receives facts and sends copies. A channel that carries nothing yet has no operation. */
function operationOf(name: string, { messages }: Channel): [string, object][] {
  const references = Object.keys(messages).map((message) => ({
    $ref: `#/channels/${name}/messages/${message}`,
  }))
  if (references.length === 0) return []
  const isFacts = name.startsWith('facts.')
  const operation = {
    action: isFacts ? 'receive' : 'send',
    channel: { $ref: `#/channels/${name}` },
    messages: references,
    ...(isFacts
      ? { bindings: { kafka: { groupId: { type: 'string', const: 'register' }, bindingVersion: '0.5.0' } } }
      : {}),
  }
  return [[`${isFacts ? 'take' : 'give'}-${name.replaceAll('.', '-')}`, operation]]
}

function messagesOf(catalogue: Catalogue, event: EventContract): [string, object][] {
  const example = exampleEvent(catalogue, event)
  const name = typeName(event)
  const shared = { title: event.name, summary: event.means.trim(), contentType: 'application/json' }
  const headers = { type: 'object', properties: prefixed(fixedAttributes(event)) }
  return [
    [
      name,
      {
        name: event.name,
        ...shared,
        traits: [{ $ref: '#/components/messageTraits/fact' }],
        headers,
        payload: { $ref: `#/components/schemas/${name}` },
        examples: [{ name: 'accepted', headers: headersOfExample(example), payload: example.data }],
      },
    ],
    [
      `${name}Copy`,
      {
        name: `${event.name} (copy)`,
        ...shared,
        traits: [{ $ref: '#/components/messageTraits/copy' }],
        headers,
        payload: { $ref: `#/components/schemas/${name}AsShared` },
      },
    ],
  ]
}

function traitOf(more: Readonly<Record<string, Schema>>, key: string): object {
  const required = { ...ATTRIBUTES, ...more }
  return {
    headers: {
      type: 'object',
      required: ['content-type', ...Object.keys(prefixed(required))],
      properties: {
        'content-type': { const: 'application/json' },
        ...prefixed({ ...required, ...OPTIONAL_ATTRIBUTES }),
      },
    },
    bindings: { kafka: { key: { type: 'string', description: key }, bindingVersion: '0.5.0' } },
  }
}

function prefixed(attributes: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const carried = Object.entries(attributes).filter(([name]) => name !== 'datacontenttype')
  return Object.fromEntries(carried.map(([name, schema]) => [`ce_${name}`, schema]))
}
