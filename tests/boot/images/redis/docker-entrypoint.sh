#!/bin/sh
# Become the server, as the redis user and reachable from other containers.
set -eu

case "$1" in
-* | *.conf) set -- redis-server "$@" ;;
esac

if [ "$1" = redis-server ]; then
	if [ "$(id -u)" = 0 ]; then
		find . \! -user redis -exec chown redis '{}' +
		exec setpriv --reuid=redis --regid=redis --clear-groups "$0" "$@"
	fi
	[ "$(umask)" != 0022 ] || umask 0077
	# The official build has protected mode off; Debian's has it on and would refuse every other container.
	# First among the options, so that one from the command line wins; after the file, so only if that is silent.
	shift
	config=''
	case "${1:-}" in '' | -*) ;; *) config="$1" && shift ;; esac
	if [ -z "$config" ] || ! grep -qi '^[[:space:]]*protected-mode' "$config"; then
		set -- --protected-mode no "$@"
	fi
	set -- redis-server ${config:+"$config"} "$@"
fi
exec "$@"
