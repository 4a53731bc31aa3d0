/** Files of a tiny repository, by path. The first one is at fault. */
export type Tree = Readonly<Record<string, string>>

const SOMETHING = 'export const something = 1\n'
const uses = (...names: string[]) => names.map((name) => `import { something } from '${name}'\n`).join('')
const names = (name: string) => `import type { something } from '${name}'\n`
/** A file of an app with nothing wrong but the package it imports. */
const appImports = (name: string): Tree => ({
  'apps/intake/fault.ts': uses(name, './other.js'),
  'apps/intake/other.ts': SOMETHING,
})
const coreImports = (name: string): Tree => ({
  'libs/core/sharing/fault.ts': uses(name, './other.js'),
  'libs/core/sharing/other.ts': SOMETHING,
})

/** For every rule of `.dependency-cruiser.cjs`, the smallest repository that breaks it. */
export const plantedFaults: Readonly<Record<string, Tree>> = {
  'core-does-no-io': coreImports('node:fs'),
  'core-knows-no-framework': coreImports('@nestjs/common'),
  'core-knows-only-core': {
    'libs/core/sharing/fault.ts': uses('#platform/telemetry'),
    'libs/platform/telemetry/index.ts': SOMETHING,
  },
  'kernel-knows-nobody': {
    'libs/core/kernel/fault.ts': uses('#core/messages'),
    'libs/core/messages/index.ts': SOMETHING,
  },
  'words-know-only-the-kernel': {
    'libs/core/messages/fault.ts': uses('#core/calendar'),
    'libs/core/calendar/index.ts': SOMETHING,
  },
  'catalogue-knows-only-words': {
    'libs/core/catalogue/fault.ts': uses('#core/profile'),
    'libs/core/profile/index.ts': SOMETHING,
  },
  'profile-knows-only-catalogue-and-words': {
    'libs/core/profile/fault.ts': uses('#core/sharing'),
    'libs/core/sharing/index.ts': SOMETHING,
  },
  'capabilities-are-strangers': {
    'libs/core/sharing/fault.ts': uses('#core/obligations'),
    'libs/core/obligations/index.ts': SOMETHING,
  },
  'platform-libs-are-strangers': {
    'libs/platform/kafka/fault.ts': uses('#platform/postgres'),
    'libs/platform/postgres/index.ts': SOMETHING,
  },
  'security-knows-only-http': {
    'libs/platform/security/fault.ts': uses('#platform/postgres'),
    'libs/platform/postgres/index.ts': SOMETHING,
  },
  'edge-knows-no-kafka': {
    'libs/platform/edge/fault.ts': uses('#platform/kafka'),
    'libs/platform/kafka/index.ts': SOMETHING,
  },
  'only-edges-stand-on-platform-edge': {
    'apps/exchange/fault.ts': uses('#platform/edge'),
    'libs/platform/edge/index.ts': SOMETHING,
  },
  'platform-makes-no-decisions': {
    'libs/platform/postgres/fault.ts': uses('#core/sharing'),
    'libs/core/sharing/index.ts': SOMETHING,
  },
  'libs-never-know-apps': {
    'libs/platform/http/fault.ts': uses('../../../apps/intake/other.js'),
    'apps/intake/other.ts': SOMETHING,
  },
  'apps-are-strangers': {
    'apps/exchange/fault.ts': uses('../register/other.js'),
    'apps/register/other.ts': SOMETHING,
  },
  'agencies-hosts-only-edges': {
    'apps/agencies/fault.ts': uses('../register/other.js'),
    'apps/register/other.ts': SOMETHING,
  },
  'enter-by-the-front-door': {
    'apps/register/fault.ts': uses('#core/catalogue/schemas'),
    'libs/core/catalogue/schemas/index.ts': SOMETHING,
  },
  'libraries-are-imported-by-name': {
    'apps/register/fault.ts': uses('../../libs/core/kernel/index.js'),
    'libs/core/kernel/index.ts': SOMETHING,
  },
  'libraries-import-each-other-by-name': {
    'libs/core/sharing/fault.ts': uses('../kernel/index.js'),
    'libs/core/kernel/index.ts': SOMETHING,
  },
  'clients-stand-alone': {
    'clients/typescript/fault.ts': uses('#core/messages'),
    'libs/core/messages/index.ts': SOMETHING,
  },
  'the-hub-needs-no-client': {
    'apps/intake/fault.ts': uses('../../clients/typescript/index.js'),
    'clients/typescript/index.ts': SOMETHING,
  },
  'nobody-imports-tools-or-tests': {
    'apps/register/fault.ts': uses('../../tools/servers/other.js'),
    'tools/servers/other.ts': SOMETHING,
  },
  'testkit-stays-in-tests': {
    'apps/register/fault.ts': uses('#testkit/builders'),
    'libs/testkit/builders/index.ts': SOMETHING,
  },
  'only-platform-kafka-speaks-kafka': {
    'libs/platform/postgres/fault.ts': uses('kafkajs'),
  },
  'only-platform-kafka-speaks-kafka-apps-name-types': appImports('kafkajs'),
  'only-stages-speak-nest-messaging': { 'libs/platform/http/fault.ts': uses('@nestjs/microservices') },
  'only-platform-postgres-speaks-sql': { 'libs/platform/kafka/fault.ts': uses('pg') },
  'only-platform-postgres-speaks-sql-apps-name-types': appImports('typeorm'),
  'only-the-calendar-knows-time-zones': coreImports('luxon'),
  'only-the-catalogue-reads-contracts': coreImports('@marcbachmann/cel-js'),
  'only-the-catalogue-and-edges-read-yaml': appImports('yaml'),
  'only-edges-read-native-formats': appImports('fast-xml-parser'),
  'only-identity-is-an-identity-provider': appImports('oidc-provider'),
  'only-security-reads-tokens': appImports('jose'),
  'only-platform-http-sets-up-the-web-server': { 'libs/platform/kafka/fault.ts': uses('@fastify/helmet') },
  'only-platform-http-sets-up-the-web-server-apps-name-types': appImports('@nestjs/platform-fastify'),
  'only-platform-pages-makes-pages': appImports('nunjucks'),
  'only-platform-webhooks-calls-strangers': appImports('standardwebhooks'),
  'only-webhooks-and-own-calls-choose-connections': appImports('undici'),
  'only-telemetry-writes-logs': appImports('pino'),
  'only-tools-talk-to-a-terminal': appImports('commander'),
  'no-circles': {
    'apps/register/fault.ts': uses('./other.js') + SOMETHING.replace('something', 'back'),
    'apps/register/other.ts': `${uses('./fault.js')}${SOMETHING}`,
  },
  'no-orphans': { 'apps/register/fault.ts': SOMETHING },
  'no-unresolvable': { 'apps/register/fault.ts': uses('./nowhere.js') },
  'no-undeclared-packages': appImports('left-behind'),
  'no-dev-dependencies-in-what-ships': appImports('fast-check'),
}

/** The same for `.dependency-cruiser.units.cjs`. */
export const plantedUnitFaults: Readonly<Record<string, Tree>> = {
  'unit-specs-never-reach-servers': {
    'apps/register/fault.unit.spec.ts': uses('./one-away.js'),
    'apps/register/one-away.ts': uses('./two-away.js'),
    'apps/register/two-away.ts': uses('#platform/kafka'),
    'libs/platform/kafka/index.ts': uses('./connect.js'),
    'libs/platform/kafka/connect.ts': SOMETHING,
  },
}

/** What the rules must leave alone: each of these looks a little like a fault above. */
export const cleanTree: Tree = {
  'apps/register/main.ts': uses(
    '#core/sharing',
    '#platform/postgres',
    './shapes.js',
    './migrations/first.js',
  ),
  'apps/register/shapes.ts': `${names('kafkajs')}${names('@nestjs/platform-fastify')}${uses('@nestjs/microservices')}`,
  'apps/register/migrations/first.ts': names('typeorm'),
  'apps/courts/main.ts': uses('yaml', 'fast-xml-parser', '#platform/edge'),
  'apps/courts/translate.ts': names('#platform/edge'),
  'apps/courts/translate.unit.spec.ts': uses('./translate.js'),
  'libs/platform/edge/index.ts': uses('#platform/http', '#platform/postgres'),
  'libs/platform/stage/index.ts': uses('@nestjs/microservices', '#platform/kafka', '#platform/postgres'),
  'apps/agencies/main.ts': uses('../courts/main.js'),
  'apps/identity/main.ts': uses('oidc-provider', 'jose', '#platform/security'),
  'libs/core/kernel/index.ts': SOMETHING,
  'libs/core/catalogue/index.ts': uses('ajv', '#core/messages', '#core/calendar'),
  'libs/core/messages/index.ts': uses('#core/kernel', 'node:crypto'),
  'libs/core/calendar/index.ts': uses('#core/kernel', 'luxon'),
  'libs/core/calendar/due.unit.spec.ts': uses('./index.js', './days.fixture.js', 'fast-check'),
  'libs/core/calendar/days.fixture.ts': uses('#testkit/builders'),
  'libs/testkit/builders/index.ts': SOMETHING,
  'libs/core/calendar/files.int.spec.ts': uses('./index.js', 'node:fs', 'yaml'),
  'libs/core/profile/index.ts': uses('#core/catalogue'),
  'libs/core/sharing/index.ts': uses('#core/profile', '#core/catalogue'),
  'libs/platform/config/index.ts': uses('#core/kernel'),
  'libs/platform/telemetry/index.ts': uses('pino'),
  'libs/platform/http/index.ts': uses('#platform/telemetry', '#core/kernel', '@fastify/helmet'),
  'libs/platform/kafka/index.ts': uses('kafkajs', '@nestjs/microservices', '#platform/config'),
  'libs/platform/postgres/index.ts': uses('pg', 'typeorm', '#core/messages'),
  'libs/platform/security/index.ts': uses('jose', '#platform/http'),
  'libs/testkit/harness/index.ts': uses('#platform/kafka', 'testcontainers'),
  'test/journeys/order.spec.ts': uses('#testkit/harness', 'kafkajs', 'pg'),
  'tools/interlock/main.ts': uses('commander', '../servers/index.js'),
  'tools/servers/index.ts': uses('testcontainers', 'pg'),
}
