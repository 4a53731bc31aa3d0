#!/bin/bash
# The compose file's first step: a secret for every name that has none yet, each a file in the volume `secrets`. What `npm start`
# gives (GIVEN, a line "<name> <secret>" for each) is taken over; everything else is made up here and known nowhere else. Then
# each application is given its own, in a volume of its own: a login to each server, and what it alone keeps.
set -euo pipefail
cd /run/interlock/secrets
mkdir -p kafka database client
for file in "${ORGANISATIONS:-/etc/interlock/organisations}"/*.yaml; do
  organisation=$(basename "$file" .yaml)
  [ "$organisation" = hub ] || KAFKA_USERS="$KAFKA_USERS $organisation"
done
given=$(cat /run/interlock/given 2>/dev/null || true)
for name in postgres ledger webhook $(printf 'kafka/%s ' $KAFKA_USERS) $(printf 'database/%s ' $DATABASE_ROLES) $(printf 'client/%s ' $CLIENTS); do
  [ ! -s "$name" ] || continue
  secret=$(awk -v name="$name" '$1 == name { print $2 }' <<<"$given")
  [ -n "$secret" ] || secret=$(head -c 36 /dev/urandom | base64 | tr '+/' '-_')
  printf '%s' "$secret" >"$name"
done
url() { printf 'postgres://%s:%s@%s/interlock' "$1" "$(cat "$2")" "${POSTGRES_ADDRESS:-postgres:5432}"; }
url interlock postgres >database-admin

for app in $DATABASE_ROLES; do
  own=/run/interlock/apps/$app
  url "$app" "database/$app" >"$own/database"
  [ ! -e "kafka/$app" ] || cp "kafka/$app" "$own/kafka"
  [ "$app" = console ] || [ ! -e "client/$app" ] || cp "client/$app" "$own/client"
  case $app in
    exchange | operator) cp ledger "$own/ledger" ;;
    console) cp client/console "$own/oidc-client" ;;
    delivery) cp webhook "$own/webhook" ;;
  esac
  chmod 644 "$own"/* && chmod 755 "$own"
done
for guest in $GUESTS; do cp "client/${guest%:*}" "/run/interlock/apps/${guest#*:}/client-${guest%:*}" && chmod 644 "/run/interlock/apps/${guest#*:}/client-${guest%:*}"; done
# an edge speaks to no broker, whatever its organisation may do there
for app in $CLIENTS; do rm -f "/run/interlock/apps/$app/kafka"; done
# read by the users of three images; the volume is mounted into the two servers and the step that sets them up
chmod 644 postgres ledger webhook database-admin kafka/* database/* client/* && chmod 755 . kafka database client
