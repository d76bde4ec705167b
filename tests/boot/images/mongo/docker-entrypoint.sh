#!/usr/bin/env bash
# Make the users on the first start as the variables ask, run what stands in /docker-entrypoint-initdb.d, then become
# the server, which asks for a password when there is a root user.
set -Eeuo pipefail

fail() {
	echo "entrypoint: $*" >&2
	exit 1
}

# from_file NAME: the variable, or the contents of the file that NAME_FILE states, never both.
from_file() {
	local name="$1" file="$1_FILE"
	[ -z "${!name:-}" ] || [ -z "${!file:-}" ] || fail "$name and $file are both set"
	if [ -n "${!file:-}" ]; then export "$name=$(<"${!file}")" || fail "cannot read ${!file}"; fi
	unset "$file"
}

has() {
	local wanted="$1" argument
	shift
	for argument; do case "$argument" in "$wanted" | "$wanted"=*) return 0 ;; esac done
	return 1
}

shell=(mongosh --host 127.0.0.1 --port 27017 --quiet)

# Before its users are there the server asks nobody for a password, so it listens to this container alone.
initialise() {
	local server file tries=60
	mongod "$@" --noauth --bind_ip 127.0.0.1 --port 27017 &
	server=$!
	until "${shell[@]}" admin --eval 'quit(0)' >/dev/null 2>&1; do
		kill -0 "$server" 2>/dev/null || fail "mongod did not stay up"
		[ $((tries -= 1)) -gt 0 ] || fail "mongod does not answer"
		sleep 0.5
	done
	if [ -n "${MONGO_INITDB_ROOT_USERNAME:-}" ]; then
		"${shell[@]}" admin <<-JS
			db.createUser({
				user: $(jq -n --arg text "$MONGO_INITDB_ROOT_USERNAME" '$text'),
				pwd: $(jq -n --arg text "$MONGO_INITDB_ROOT_PASSWORD" '$text'),
				roles: [{ role: "root", db: "admin" }],
			})
		JS
	fi
	export MONGO_INITDB_DATABASE="${MONGO_INITDB_DATABASE:-test}"
	for file in /docker-entrypoint-initdb.d/*; do
		[ -e "$file" ] || continue
		echo "entrypoint: running $file"
		# shellcheck disable=SC1090 # whatever the stack put there
		case "$file" in
		*.sh) . "$file" ;;
		*.js) "${shell[@]}" "$MONGO_INITDB_DATABASE" "$file" ;;
		*) echo "entrypoint: ignoring $file" ;;
		esac
	done
	kill -TERM "$server"
	wait "$server" || fail "mongod ended with $?"
	echo "entrypoint: MongoDB init process complete; ready for start up."
}

[ "${1:0:1}" != - ] || set -- mongod "$@"
if [ "$1" = mongod ]; then
	if [ "$(id -u)" = 0 ]; then
		find -L /data/configdb /data/db \! -user mongodb -exec chown mongodb '{}' +
		exec setpriv --reuid=mongodb --regid=mongodb --clear-groups "${BASH_SOURCE[0]}" "$@"
	fi
	shift
	from_file MONGO_INITDB_ROOT_USERNAME
	from_file MONGO_INITDB_ROOT_PASSWORD
	if [ -n "${MONGO_INITDB_ROOT_USERNAME:-}${MONGO_INITDB_ROOT_PASSWORD:-}" ]; then
		[ -n "${MONGO_INITDB_ROOT_USERNAME:-}" ] && [ -n "${MONGO_INITDB_ROOT_PASSWORD:-}" ] ||
			fail "MONGO_INITDB_ROOT_USERNAME and MONGO_INITDB_ROOT_PASSWORD go together"
		set -- "$@" --auth
	fi
	# What the real server leaves there first; this one as well.
	[ -e /data/db/WiredTiger ] || initialise "$@"
	if ! has --bind_ip "$@" && ! has --bind_ip_all "$@" && ! has --config "$@"; then set -- "$@" --bind_ip_all; fi
	unset "${!MONGO_INITDB_@}"
	set -- mongod "$@"
fi
exec "$@"
