#!/usr/bin/env bash
# Create the cluster on first start as the variables ask, then become the server.
set -Eeuo pipefail

fail() {
	echo "entrypoint: $*" >&2
	exit 1
}

# from_file NAME DEFAULT: the variable, or the contents of the file that NAME_FILE states, never both.
from_file() {
	local name="$1" file="$1_FILE" value
	[ -z "${!name:-}" ] || [ -z "${!file:-}" ] || fail "$name and $file are both set"
	value="${!name:-}"
	if [ -n "${!file:-}" ]; then value="$(cat "${!file}")" || fail "cannot read $file=${!file}"; fi
	export "$name=${value:-$2}"
	unset "$file"
}

prepare_folders() {
	# Since 18 the image keeps its data one level up; a volume at the old place would silently stay empty.
	! grep -q ' /var/lib/postgresql/data ' /proc/self/mountinfo ||
		fail "mount the volume at /var/lib/postgresql, not at /var/lib/postgresql/data"
	mkdir -p "$PGDATA" /var/run/postgresql
	chmod 0700 "$PGDATA" || true
	chmod 3775 /var/run/postgresql || true
	[ "$(id -u)" = 0 ] || return 0
	find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres '{}' +
}

create_cluster() {
	local method="${POSTGRES_HOST_AUTH_METHOD:-}"
	[ -n "$POSTGRES_PASSWORD" ] || [ "$method" = trust ] ||
		fail "no password: set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE"
	eval "initdb --username=\"\$POSTGRES_USER\" --pwfile=<(printf '%s\n' \"\$POSTGRES_PASSWORD\") $POSTGRES_INITDB_ARGS"
	[ -n "$method" ] || method="$(postgres -C password_encryption)"
	printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

run_sql() { psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc -U "$POSTGRES_USER" -h /var/run/postgresql "$@"; }

run_init_files() {
	local file
	for file in /docker-entrypoint-initdb.d/*; do
		[ -e "$file" ] || continue
		case "$file" in
		*.sh)
			echo "entrypoint: running $file"
			# shellcheck disable=SC1090 # whatever the stack put there
			if [ -x "$file" ]; then "$file"; else . "$file"; fi
			;;
		*.sql) echo "entrypoint: running $file" && run_sql -d "$POSTGRES_DB" -f "$file" ;;
		*.sql.gz) echo "entrypoint: running $file" && gunzip -c "$file" | run_sql -d "$POSTGRES_DB" ;;
		*) echo "entrypoint: ignoring $file" ;;
		esac
	done
}

# Until its files ran, the server answers on its socket only, so nothing meets a half-made database.
initialise() {
	local options
	create_cluster
	shift
	options="$(printf '%q ' "$@" -c listen_addresses='' -p 5432)"
	PGUSER="$POSTGRES_USER" pg_ctl -D "$PGDATA" -o "$options" -w start
	if [ "$POSTGRES_DB" != postgres ]; then
		run_sql -d postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
	fi
	PGPASSWORD="$POSTGRES_PASSWORD" run_init_files
	pg_ctl -D "$PGDATA" -m fast -w stop
	echo "entrypoint: PostgreSQL init process complete; ready for start up."
}

[ "${1:0:1}" != - ] || set -- postgres "$@"
if [ "$1" = postgres ] && [[ " $* " != *" --help "* && " $* " != *" --version "* ]]; then
	prepare_folders
	if [ "$(id -u)" = 0 ]; then
		exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
	fi
	if [ ! -s "$PGDATA/PG_VERSION" ]; then
		from_file POSTGRES_PASSWORD ''
		from_file POSTGRES_USER postgres
		from_file POSTGRES_DB "$POSTGRES_USER"
		from_file POSTGRES_INITDB_ARGS ''
		initialise "$@"
		unset PGPASSWORD
	fi
fi
exec "$@"
