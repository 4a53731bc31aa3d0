#!/bin/sh
# In the apache/kafka image: our settings instead of those made from KAFKA_ variables, because only a format with --add-scram
# makes the users that may log in. The secrets are files: kafka/<user> below SECRETS, made before by whoever starts us.
set -eu
SECRETS=${SECRETS:-/run/interlock/secrets}
DATA=${DATA:-/var/lib/kafka/data/interlock}
settings=$(mktemp) # 600: it holds passwords

sed -e "s|@LISTENERS@|CLIENTS://:9092,HOST://:29092|g" \
  -e "s|@ADVERTISED@|CLIENTS://$KAFKA_NETWORK_ADDRESS,HOST://$KAFKA_HOST_ADDRESS|g" \
  -e "s|@CONTROLLER_PORT@|9093|g" -e "s|@DATA@|$DATA|g" \
  -e "s|@ADMIN_PASSWORD@|$(cat "$SECRETS/kafka/admin")|g" -e "s|@BROKER_PASSWORD@|$(cat "$SECRETS/kafka/broker")|g" \
  /etc/interlock/server.properties >"$settings"

if [ ! -e "$DATA/meta.properties" ]; then
  set --
  for file in "$SECRETS"/kafka/*; do
    set -- "$@" --add-scram "SCRAM-SHA-512=[name=$(basename "$file"),password=$(cat "$file")]"
  done
  /opt/kafka/bin/kafka-storage.sh format --cluster-id aW50ZXJsb2NrLWxvY2FsMQ --config "$settings" "$@"
fi
# as a local process it runs with the same: it starts faster, and leaves the processors to the applications
export KAFKA_JVM_PERFORMANCE_OPTS="${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true}"
export KAFKA_LOG4J_OPTS="-Dlog4j2.configurationFile=/etc/interlock/log4j2.properties"
exec /opt/kafka/bin/kafka-server-start.sh "$settings"
