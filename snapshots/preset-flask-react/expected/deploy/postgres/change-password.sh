#!/usr/bin/env bash
# Gives the application's user the password on standard input. deploy/scripts/rotate calls it inside the container.
set -euo pipefail
umask 077

# psql reads it from a file in memory: as an argument, it would stand in the list of processes.
new=$(mktemp)
trap 'rm -f "$new"' EXIT
head --lines 1 | tr --delete '\n' >"$new"
psql --username postgres --set ON_ERROR_STOP=1 --set file="$new" --quiet app <<'SQL'
\set new `cat :'file'`
-- Neither the log of slow statements nor that of failures shall hold it.
SET log_min_duration_statement = -1;
SET log_min_error_statement = PANIC;
ALTER ROLE "app" PASSWORD :'new';
SQL
