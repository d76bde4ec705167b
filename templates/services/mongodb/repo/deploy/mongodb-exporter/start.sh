#!/bin/sh
# Starts what tells Prometheus of MongoDB{% if options.password %}, as a user who may look at figures and at nothing else{% endif %}.
set -eu

{% if options.password %}
MONGODB_USER=monitor
MONGODB_PASSWORD=$(cat /run/secrets/MONGODB_MONITOR_PASSWORD)
export MONGODB_USER MONGODB_PASSWORD

{% endif %}
# One connection that stays, and the server's own figures; none of its logs or statements, which hold what people wrote.
exec mongodb_exporter --mongodb.uri=mongodb://mongodb:27017/admin --mongodb.global-conn-pool \
  --collector.diagnosticdata --collector.dbstats
