#!/bin/sh
# Starts what tells Prometheus of PgBouncer. Its password goes by a file that PostgreSQL's clients know.
set -eu
umask 077

{% for service in services %}
{% if service.id == "postgres" %}
user={= service.options.database | shell =}
{% endif %}
{% endfor %}
export PGPASSFILE=/tmp/pgpass
printf '*:*:*:%s:%s\n' "$user" "$(cat /run/secrets/POSTGRES_PASSWORD)" >"$PGPASSFILE"

exec /bin/pgbouncer_exporter --pgBouncer.connectionString="postgres://$user@pgbouncer:6432/pgbouncer?sslmode=disable"
