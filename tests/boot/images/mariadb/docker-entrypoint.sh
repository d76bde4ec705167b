#!/usr/bin/env bash
# Make the data on the first start as the variables ask, then become the server.
set -Eeuo pipefail

fail() {
	echo "entrypoint: $*" >&2
	exit 1
}

# from_file NAME DEFAULT: MARIADB_NAME, else MYSQL_NAME, else the contents of the file that either states.
from_file() {
	local name value="" variable file
	for name in "MARIADB_$1" "MYSQL_$1"; do
		variable="$name" file="${name}_FILE"
		[ -n "$value" ] || value="${!variable:-}"
		if [ -z "$value" ] && [ -n "${!file:-}" ]; then
			value="$(cat "${!file}")" || fail "cannot read $file=${!file}"
		fi
		unset "$file" "$variable"
	done
	export "MARIADB_$1=${value:-$2}"
}

run_sql() { mariadb --protocol=socket --user=root --password="${signed_in:+$MARIADB_ROOT_PASSWORD}" --socket="$socket" "$@"; }

# The name that the official image gives to scripts that are sourced.
docker_process_sql() { run_sql ${MARIADB_DATABASE:+--database="$MARIADB_DATABASE"} "$@"; }

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
		*.sql) echo "entrypoint: running $file" && docker_process_sql <"$file" ;;
		*) echo "entrypoint: ignoring $file" ;;
		esac
	done
}

# The users that healthcheck.sh signs in as, with a password that the data itself keeps.
health_users() {
	local password
	password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
	printf '[mariadb-client]\nport=3306\nsocket=%s\nuser=healthcheck\npassword=%s\n' "$socket" "$password" \
		>"$data/.my-healthcheck.cnf"
	for host in 127.0.0.1 ::1 localhost; do
		echo "CREATE USER healthcheck@'$host' IDENTIFIED BY '$password'; GRANT USAGE ON *.* TO healthcheck@'$host';"
	done
}

initialise() {
	local server tries
	[ -n "$MARIADB_ROOT_PASSWORD" ] || fail "no password: set MARIADB_ROOT_PASSWORD or MARIADB_ROOT_PASSWORD_FILE"
	mariadb-install-db --rpm --auth-root-authentication-method=normal --skip-test-db --datadir="$data" "${@:2}" >/dev/null
	"$@" --skip-networking --socket="$socket" &
	server=$!
	for ((tries = 0; tries < 30; tries++)); do
		if run_sql --database=mysql <<<'SELECT 1' >/dev/null 2>&1; then break; fi
		sleep 1
	done
	[ "$tries" -lt 30 ] || fail "unable to start the server"
	run_sql --database=mysql --binary-mode <<-SQL
		SET PASSWORD FOR 'root'@'localhost' = PASSWORD('$MARIADB_ROOT_PASSWORD');
		${MARIADB_DATABASE:+CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;}
		$(health_users)
	SQL
	signed_in=1
	if [ "$MARIADB_ROOT_HOST" != localhost ]; then
		run_sql <<<"CREATE USER 'root'@'$MARIADB_ROOT_HOST' IDENTIFIED BY '$MARIADB_ROOT_PASSWORD';
			GRANT ALL ON *.* TO 'root'@'$MARIADB_ROOT_HOST' WITH GRANT OPTION;"
	fi
	if [ -n "$MARIADB_USER" ] && [ -n "$MARIADB_PASSWORD" ]; then
		run_sql <<<"CREATE USER '$MARIADB_USER'@'%' IDENTIFIED BY '$MARIADB_PASSWORD';"
		[ -z "$MARIADB_DATABASE" ] || run_sql <<<"GRANT ALL ON \`${MARIADB_DATABASE//_/\\_}\`.* TO '$MARIADB_USER'@'%';"
	fi
	run_init_files
	kill "$server"
	wait "$server" || true
	echo "entrypoint: MariaDB init process done. Ready for start up."
}

setting() { "$@" --verbose --help 2>/dev/null | awk -v name="$name" '$1 == name && /^[^ ]/ { print $2; exit }'; }

[ "${1:0:1}" != - ] || set -- mariadbd "$@"
if [ "$1" = mariadbd ]; then
	"$@" --verbose --help >/dev/null || fail "the server does not take its configuration"
	socket="$(name=socket setting "$@")"
	data="$(name=datadir setting "$@")"
	if [ "$(id -u)" = 0 ]; then
		find "$data" "$(dirname "$socket")" \! -user mysql -exec chown mysql: '{}' +
		exec setpriv --reuid=mysql --regid=mysql --init-groups "${BASH_SOURCE[0]}" "$@"
	fi
	from_file ROOT_HOST %
	from_file DATABASE ''
	from_file USER ''
	from_file PASSWORD ''
	from_file ROOT_PASSWORD ''
	[ -d "$data/mysql" ] || initialise "$@"
	unset MARIADB_ROOT_PASSWORD MARIADB_PASSWORD
fi
exec "$@"
