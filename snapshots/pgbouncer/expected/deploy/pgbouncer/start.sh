#!/bin/sh
# Starts PgBouncer with the password of deploy/secrets/values/POSTGRES_PASSWORD: by it, applications prove who they
# are, and it does so itself to PostgreSQL. It reads a list of users, which is written to a folder in memory.
set -eu
umask 077

password=$(cat /run/secrets/POSTGRES_PASSWORD)
if [ -z "$password" ]; then
  echo "start.sh: deploy/secrets/values/POSTGRES_PASSWORD is empty" >&2
  exit 1
fi
printf '"%s" "%s"\n' app "$password" >/run/pgbouncer/users.txt
# Health checks say hello under this name and hang up. Without a password, nobody comes in by it.
echo '"shipready" ""' >>/run/pgbouncer/users.txt

exec pgbouncer /etc/pgbouncer/pgbouncer.ini
