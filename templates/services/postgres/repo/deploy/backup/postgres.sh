# shellcheck shell=bash
# PostgreSQL: how it is copied and restored, for backup.sh, which says what each function is for.

export PGHOST=postgres PGUSER=$PGDATABASE PGCONNECT_TIMEOUT=10

# Its password, where no list of processes shows it.
password() {
  export PGPASSFILE=/tmp/pgpass
  printf '*:*:*:*:%s\n' "$(cat /run/secrets/POSTGRES_PASSWORD)" >"$PGPASSFILE"
}

ask() { psql --no-psqlrc --no-password --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"; }

# A line for each table of the users' own: its name and how many rows it has.
COUNT="select format(
  'select %L || chr(9) || count(*) from %I.%I', n.nspname || '.' || c.relname, n.nspname, c.relname)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1 \\gexec"

# The rows are counted in the very state of the database that is copied, whatever is written meanwhile.
dump() {
  local snapshot
  password
  coproc session { ask; }
  # shellcheck disable=SC2154 # coproc sets it
  local in=${session[1]} out=${session[0]} process=$session_PID
  cat >&"$in" <<SQL || return 1
begin isolation level repeatable read read only;
set local idle_in_transaction_session_timeout = 0;
select pg_export_snapshot();
SQL
  read -r snapshot <&"$out" || return 1
  pg_dump --no-password --format=custom --snapshot="$snapshot" || return 1
  printf '%s\n' "\\o $1" "$COUNT" "\\q" >&"$in" || return 1
  wait "$process" || return 1
  # The least and the most are the same here.
  awk -F '\t' -v OFS='\t' '{ print $1, $2, $2 }' "$1" >"$1.new" && mv "$1.new" "$1"
}

# A server without a port, whose socket is in a folder that nobody else may enter. It may lose its data at any moment.
trial_start() {
  initdb --pgdata="$1/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync >/dev/null
  pg_ctl --pgdata="$1/data" --log="$1/log" --wait --silent start --options="-c listen_addresses= \
    -c unix_socket_directories=$1 -c fsync=off -c full_page_writes=off -c max_wal_size=1GB" || {
    cat "$1/log" >&2
    return 1
  }
  trial_ask "$1" --dbname=postgres --command="create database \"$PGDATABASE\""
}

trial_ask() {
  local folder=$1
  shift
  ask --host="$folder" --username=postgres "$@"
}

# Whose a table is, and who else may read it, are users that this server does not have.
trial_restore() {
  pg_restore --host="$1" --username=postgres --dbname="$PGDATABASE" --no-owner --no-privileges --exit-on-error
}

trial_counts() { trial_ask "$1" <<<"$COUNT"; }

trial_look() {
  echo "docker compose exec backup-$BACKUP psql --host=$1 --username=postgres $PGDATABASE"
}

trial_stop() { pg_ctl --pgdata="$1/data" --mode=immediate --silent stop; }

# All in one transaction: what cannot be restored whole changes nothing. What is newer than the copy goes as well.
# Extensions that only the superuser can make stay, and comments on them are not theirs to restore.
live_restore() {
  password
  {
    printf '%s\n' 'begin;' 'set local lock_timeout = 0;' 'drop owned by current_user cascade;'
    pg_restore --no-owner --no-comments --file=- && echo 'commit;'
  } | ask >/dev/null
}
