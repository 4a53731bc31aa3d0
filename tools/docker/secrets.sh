#!/bin/bash
# The compose file's first step: a secret for every name that has none yet, each a file in the volume `secrets`. What `npm start`
# gives (GIVEN, a line "<name> <secret>" for each) is taken over; everything else is made up here and known nowhere else.
set -euo pipefail
cd /run/interlock/secrets
mkdir -p kafka
given=$(cat /run/interlock/given 2>/dev/null || true)
for name in postgres ledger $(printf 'kafka/%s ' $KAFKA_USERS); do
  [ ! -s "$name" ] || continue
  secret=$(awk -v name="$name" '$1 == name { print $2 }' <<<"$given")
  [ -n "$secret" ] || secret=$(head -c 24 /dev/urandom | base64 | tr '+/' '-_')
  printf '%s' "$secret" >"$name"
done
# read by the users of three images; the volume is mounted into nothing else
chmod 644 postgres ledger kafka/* && chmod 755 . kafka
