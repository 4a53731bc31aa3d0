import { accessRules, type Catalogue, topicPlans } from '#core/catalogue'
import { DATABASE_ROLES } from '#platform/config'
import { databaseSql, loginsOf, rolesSql } from '#platform/postgres'

export interface PlanOptions {
  catalogue: Catalogue
  /** KAFKA_PREFIX */
  prefix: string
  /** Name of the database; it exists already. */
  database: string
}

/**
 * What an administrator makes on named servers before the hub's first start and after each change of the contracts: topics,
 * users, rules, roles and rights, as a shell script. Everything in it may be run again. Secrets are made where it runs.
 */
export function planScript({ catalogue, prefix, database }: PlanOptions): string {
  const { principals } = accessRules(catalogue, prefix)
  return [
    HEAD,
    '# Topics.',
    ...topicPlans(catalogue, prefix).map(topicCommand),
    '',
    '# Users of Kafka: one for each app, the operator, and each organisation that reads its inbox from Kafka itself.',
    ...principals.map(({ principal }) => `user ${word(principal)}`),
    '',
    '# Who may do what. The broker must refuse what no rule gives: authorizer.class.name=StandardAuthorizer, and',
    '# allow.everyone.if.no.acl.found=false.',
    ...principals.flatMap(({ principal, rules }) =>
      rules.map((rule) =>
        [
          `acl --allow-principal ${word(`User:${principal}`)}`,
          ...rule.operations.map((operation) => `--operation ${operation.toLowerCase()}`),
          `--${rule.resource} ${word(rule.name)} --resource-pattern-type ${rule.pattern}`,
        ].join(' '),
      ),
    ),
    '',
    '# PostgreSQL: roles of the cluster, then schemas and rights of the database. Needs version 16 and a superuser.',
    'psql --quiet --set ON_ERROR_STOP=1 --dbname "$POSTGRES_ADMIN_URL" <<\'SQL\'',
    ...rolesSql(DATABASE_ROLES).map((statement) => `${statement};`),
    ...databaseSql(DATABASE_ROLES, database).map((statement) => `${statement};`),
    'SQL',
    ...loginsOf(DATABASE_ROLES).map((role) => `role ${role}`),
    '',
    tail(database),
  ].join('\n')
}

const HEAD = `#!/bin/bash
# What Interlock needs of these servers, as the contracts give it. Safe to run again.
#   KAFKA                bootstrap servers
#   KAFKA_ADMIN          a properties file with an administrator's login (--command-config)
#   KAFKA_BIN            where Kafka's own tools are
#   POSTGRES_ADMIN_URL   an administrator's, of the database that Interlock is to have
#   SECRETS              a folder for the secrets that are made here, mode 700
set -euo pipefail
: "\${KAFKA:?}" "\${KAFKA_ADMIN:?}" "\${POSTGRES_ADMIN_URL:?}" "\${SECRETS:?}" "\${KAFKA_BIN:=/opt/kafka/bin}" "\${REPLICATION:=3}"
umask 077
mkdir -p "$SECRETS/kafka" "$SECRETS/postgres"
kafka() { "$KAFKA_BIN/$1" --bootstrap-server "$KAFKA" --command-config "$KAFKA_ADMIN" "\${@:2}"; }
secret() { [ -s "$SECRETS/$1" ] || head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\\n' >"$SECRETS/$1"; cat "$SECRETS/$1"; }
topic() { kafka kafka-topics.sh --create --if-not-exists --replication-factor "$REPLICATION" --topic "$@"; }
user() { kafka kafka-configs.sh --alter --entity-type users --entity-name "$1" --add-config "SCRAM-SHA-512=[password=$(secret "kafka/$1")]"; }
acl() { kafka kafka-acls.sh --add "$@"; }
role() { printf "alter role \\"%s\\" password '%s';\\n" "$1" "$(secret "postgres/$1")" | psql --quiet --set ON_ERROR_STOP=1 --dbname "$POSTGRES_ADMIN_URL"; }
`

function topicCommand({ topic, partitions, config }: ReturnType<typeof topicPlans>[number]): string {
  const settings = Object.entries(config).map(([name, value]) => `--config ${name}=${value}`)
  return [`topic ${word(topic)} --partitions ${partitions}`, ...settings].join(' ')
}

function tail(database: string): string {
  return [
    '# Each app is told of its own login and nobody else’s, for instance intake:',
    '#   KAFKA_SECURITY=scram-tls KAFKA_CA_FILE=… KAFKA_USERNAME=intake KAFKA_PASSWORD_FILE=$SECRETS/kafka/intake',
    `#   DATABASE_URL=postgres://intake:<postgres/intake>@…/${database}?sslmode=verify-full (or DATABASE_URL_FILE)`,
    '# Where one tool starts them all: KAFKA_USERNAME_INTAKE, KAFKA_PASSWORD_INTAKE, DATABASE_URL_INTAKE, and so on.',
    '',
  ].join('\n')
}

/** Names come from contracts and the environment: quoted, whatever they hold. */
function word(text: string): string {
  return /^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
