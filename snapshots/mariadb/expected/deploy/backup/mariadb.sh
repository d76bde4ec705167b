# shellcheck shell=bash
# MariaDB: how it is copied and restored, for backup.sh, which says what each function is for.

# live PROGRAM ARGUMENTS…: on the server that runs, as the application's user; no list of processes shows the password.
live() {
  local program=$1
  shift
  MYSQL_PWD=$(cat /run/secrets/MYSQL_PASSWORD) "$program" --host=mariadb --user="$DATABASE" "$@"
}

# For each table, a statement that prints its name and how many rows it has.
COUNT="select concat('select ', quote(table_name), ', count(*) from \`', table_name, '\`;') from information_schema.tables
where table_schema = database() and table_type in ('BASE TABLE', 'SYSTEM VERSIONED')"

# counts COMMAND…: by a client with these arguments.
counts() { "$@" --batch --skip-column-names --execute="$COUNT" "$DATABASE" | "$@" --batch --skip-column-names "$DATABASE"; }

# The copy is of one moment, whatever is written meanwhile. No second session can see that same moment: a table has
# between what was there before and what is there after.
dump() {
  counts live mariadb >"$1.before" || return 1
  live mariadb-dump --single-transaction --quick --routines --events --triggers --hex-blob --no-tablespaces \
    --default-character-set=utf8mb4 "$DATABASE" | gzip || return 1
  counts live mariadb >"$1.after" || return 1
  awk -F '\t' -v OFS='\t' '
    FNR == NR { before[$1] = $2; next }
    $1 in before { print $1, ($2 < before[$1] ? $2 : before[$1]), ($2 > before[$1] ? $2 : before[$1]) }
  ' "$1.before" "$1.after" >"$1"
}

# A server without a port, whose socket is in a folder that nobody else may enter. It may lose its data at any moment.
trial_start() {
  local options=(--no-defaults --datadir="$1/data" --tmpdir="$1/tmp")
  mkdir "$1/data" "$1/tmp"
  mariadb-install-db "${options[@]}" --auth-root-authentication-method=normal --skip-test-db >"$1/log" 2>&1 || {
    tail -n 20 "$1/log" >&2
    return 1
  }
  mariadbd "${options[@]}" --skip-networking --socket="$1/socket" --pid-file="$1/pid" --skip-performance-schema \
    --skip-innodb-doublewrite --innodb-flush-log-at-trx-commit=0 --event-scheduler=OFF >>"$1/log" 2>&1 </dev/null &
  trial_answers "$1" || {
    tail -n 20 "$1/log" >&2
    return 1
  }
  trial_ask "$1" --execute="create database \`$DATABASE\` character set utf8mb4"
}

trial_answers() {
  local try
  for ((try = 0; try < 120; try++)); do
    trial_ask "$1" --execute='select 1' >/dev/null 2>&1 && return 0
    sleep 1
  done
  return 1
}

trial_ask() {
  local folder=$1
  shift
  mariadb --no-defaults --user=root --socket="$folder/socket" "$@"
}

trial_restore() { gzip --decompress --stdout | trial_ask "$1" --default-character-set=utf8mb4 "$DATABASE"; }

trial_counts() { counts trial_ask "$1"; }

trial_look() { echo "docker compose exec backup-$BACKUP mariadb --no-defaults --user=root --socket=$1/socket $DATABASE"; }

# Nothing in it is worth a peaceful end.
trial_stop() {
  local process
  process=$(cat "$1/pid")
  kill -KILL "$process"
  while [[ -d /proc/$process ]] && ! grep -q '^State:.Z' "/proc/$process/status"; do sleep 0.2; done
}

# MariaDB cannot take back what was done to tables. So all of it was tried before, and what runs was copied; what is
# newer than the copy goes as well.
live_restore() {
  live mariadb --execute="drop database \`$DATABASE\`; create database \`$DATABASE\` character set utf8mb4" &&
    gzip --decompress --stdout | live mariadb --default-character-set=utf8mb4 "$DATABASE"
}
