#!/bin/sh
# The entrypoint of the applications' image: what lies in the folder of secrets is named to the one process that needs it, by
# file. Without the folder (another orchestrator sets the environment) nothing is changed.
set -eu
secrets=${SECRETS:-/run/interlock/secrets}
name() { # <variable> <file>
  [ -f "$secrets/$2" ] && [ -s "$secrets/$2" ] || return 0
  eval "given=\${$1-}\${$1_FILE-}"
  [ -n "$given" ] || export "$1_FILE=$secrets/$2"
}
name KAFKA_PASSWORD kafka
name DATABASE_URL database
name LEDGER_SECRET ledger
name WEBHOOK_SECRET webhook
name CLIENT_SECRET client
name OIDC_CLIENT_SECRET oidc-client
for file in "$secrets"/client-*; do # of an organisation whose lists this edge takes
  [ -f "$file" ] || continue
  name "CLIENT_SECRET_$(basename "$file" | cut -c8- | tr 'a-z-' 'A-Z_')" "$(basename "$file")"
done
exec "$@"
