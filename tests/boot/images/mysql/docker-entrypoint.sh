#!/usr/bin/env bash
# Make the data on the first start as the variables ask, then become the server.
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

setting() { "$@" --verbose --help 2>/dev/null | awk -v name="$name" '$1 == name && /^[^ ]/ { print $2; exit }'; }

run_sql() {
	local login=()
	[ -z "${signed_in:-}" ] || login=("--defaults-extra-file=$secret")
	mysql "${login[@]}" --protocol=socket --user=root --socket="$socket" --comments "$@"
}

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
		*.sql) echo "entrypoint: running $file" && run_sql ${MYSQL_DATABASE:+--database="$MYSQL_DATABASE"} <"$file" ;;
		*) echo "entrypoint: ignoring $file" ;;
		esac
	done
}

initialise() {
	[ -n "$MYSQL_ROOT_PASSWORD" ] || fail "no password: set MYSQL_ROOT_PASSWORD or MYSQL_ROOT_PASSWORD_FILE"
	ls /docker-entrypoint-initdb.d >/dev/null
	"$@" --initialize-insecure
	"$@" --daemonize --skip-networking --socket="$socket"
	secret="$(mktemp)"
	printf '[client]\npassword="%s"\n' "$MYSQL_ROOT_PASSWORD" >"$secret"
	run_sql --database=mysql <<-SQL
		ALTER USER 'root'@'localhost' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
		${MYSQL_DATABASE:+CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`;}
	SQL
	signed_in=1
	if [ "$MYSQL_ROOT_HOST" != localhost ]; then
		run_sql <<<"CREATE USER 'root'@'$MYSQL_ROOT_HOST' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
			GRANT ALL ON *.* TO 'root'@'$MYSQL_ROOT_HOST' WITH GRANT OPTION;"
	fi
	if [ -n "$MYSQL_USER" ] && [ -n "$MYSQL_PASSWORD" ]; then
		run_sql <<<"CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASSWORD';"
		[ -z "$MYSQL_DATABASE" ] || run_sql <<<"GRANT ALL ON \`${MYSQL_DATABASE//_/\\_}\`.* TO '$MYSQL_USER'@'%';"
	fi
	run_init_files
	mysqladmin --defaults-extra-file="$secret" --user=root --socket="$socket" shutdown
	rm "$secret"
	echo "entrypoint: MySQL init process done. Ready for start up."
}

[ "${1:0:1}" != - ] || set -- mysqld "$@"
if [ "$1" = mysqld ]; then
	# As the official one: a setting that the server does not know ends it here, with the server's words.
	"$@" --verbose --help >/dev/null || fail "the server does not take its configuration"
	socket="$(name=socket setting "$@")"
	data="$(name=datadir setting "$@")"
	mkdir -p "$data" "$(dirname "$socket")"
	if [ "$(id -u)" = 0 ]; then
		find "$data" "$(dirname "$socket")" \! -user mysql -exec chown --no-dereference mysql '{}' +
		exec setpriv --reuid=mysql --regid=mysql --init-groups "${BASH_SOURCE[0]}" "$@"
	fi
	from_file MYSQL_ROOT_HOST %
	from_file MYSQL_DATABASE ''
	from_file MYSQL_USER ''
	from_file MYSQL_PASSWORD ''
	from_file MYSQL_ROOT_PASSWORD ''
	[ -d "$data/mysql" ] || initialise "$@"
fi
exec "$@"
