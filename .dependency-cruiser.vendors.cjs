// Which folder may speak to which vendor: the part of the layering rules (.dependency-cruiser.cjs) that grows with every package.

/** @param {{ PROOF: string[], AGENCY_EDGES: string }} paths */
module.exports = ({ PROOF, AGENCY_EDGES }) => {
  /** One vendor, one home: the only folders of what ships that may import it. */
  const VENDOR_HOMES = {
    'only-platform-kafka-speaks-kafka': {
      vendor: 'kafkajs|@platformatic/kafka',
      homes: ['^libs/platform/kafka/'],
      typesFor: '^apps/',
    },
    'only-stages-speak-nest-messaging': {
      vendor: '@nestjs/microservices',
      homes: ['^libs/platform/(kafka|stage)/', '^apps/'],
    },
    'only-platform-postgres-speaks-sql': {
      vendor: 'pg|typeorm|pg-.*|kysely|knex',
      homes: ['^libs/platform/postgres/'],
      typesFor: '^(apps|libs/platform/edge)/',
    },
    'only-the-calendar-knows-time-zones': { vendor: 'luxon', homes: ['^libs/core/calendar/'] },
    'only-the-catalogue-reads-contracts': {
      vendor: '@marcbachmann/cel-js|ajv|ajv-formats',
      homes: ['^libs/core/catalogue/'],
    },
    // an edge keeps its register's code tables as data too, and reads them itself
    'only-the-catalogue-and-edges-read-yaml': {
      vendor: 'yaml',
      homes: ['^libs/core/catalogue/', AGENCY_EDGES],
    },
    'only-edges-read-native-formats': { vendor: 'fast-xml-parser|iconv-lite', homes: [AGENCY_EDGES] },
    'only-identity-is-an-identity-provider': { vendor: 'oidc-provider', homes: ['^apps/identity/'] },
    'only-security-reads-tokens': {
      vendor: 'jose|openid-client',
      homes: ['^libs/platform/security/', '^apps/identity/'],
    },
    'only-platform-http-sets-up-the-web-server': {
      vendor: '@fastify/.*|@nestjs/platform-fastify|helmet',
      homes: ['^libs/platform/(http|pages)/'],
      typesFor: '^(apps|libs/platform/edge)/',
    },
    'only-platform-pages-makes-pages': { vendor: 'nunjucks|govuk-.*', homes: ['^libs/platform/pages/'] },
    'only-telemetry-writes-logs': {
      vendor: 'pino|prom-client|@opentelemetry/.*',
      homes: ['^libs/platform/telemetry/'],
    },
    'only-platform-webhooks-calls-strangers': {
      vendor: 'standardwebhooks|ipaddr.js',
      homes: ['^libs/platform/webhooks/'],
    },
    // to strangers by checked addresses, to our own with a certificate
    'only-webhooks-and-own-calls-choose-connections': {
      vendor: 'undici',
      homes: ['^libs/platform/webhooks/', '^libs/platform/security/own-calls[.]ts$'],
    },
    'only-tools-talk-to-a-terminal': { vendor: 'commander|cli-progress|cli-table3', homes: ['^tools/'] },
  }

  const vendorRules = Object.entries(VENDOR_HOMES).flatMap(([name, { vendor, homes, typesFor }]) => {
    const rule = (suffix, from, to) => ({
      name: `${name}${suffix}`,
      severity: 'error',
      comment: `A vendor lives in one place (${homes.join(', ')}), so that replacing or auditing it is one review.`,
      from,
      to: { path: `^node_modules/(${vendor})(/|$)`, ...to },
    })
    const libraries = {
      path: '^(apps|libs)/',
      pathNot: [...homes, ...PROOF, ...(typesFor ? [typesFor] : [])],
    }
    if (!typesFor) return [rule('', libraries, {})]
    return [
      rule('', libraries, {}),
      // an app may name the shape of what its platform hands it; it may not make one
      rule('-apps-name-types', { path: typesFor, pathNot: PROOF }, { dependencyTypesNot: ['type-only'] }),
    ]
  })
  return vendorRules
}
