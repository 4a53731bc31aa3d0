#!/bin/sh
# The entrypoint of the applications' image: what the compose file keeps secret becomes the environment of the one process that
# needs it. Without the secrets (another orchestrator sets the environment) nothing is changed.
set -eu
secrets=${SECRETS:-/run/interlock/secrets}
if [ -s "$secrets/postgres" ]; then
  : "${KAFKA_PASSWORD:=$(cat "$secrets/kafka/${KAFKA_USERNAME:-operator}")}"
  : "${DATABASE_URL:=postgres://interlock:$(cat "$secrets/postgres")@${POSTGRES_ADDRESS:-postgres:5432}/interlock}"
  : "${LEDGER_SECRET:=$(cat "$secrets/ledger")}"
  export KAFKA_PASSWORD DATABASE_URL LEDGER_SECRET
fi
exec "$@"
