#!/bin/sh
# Run what stands in /docker-entrypoint.d in order, then become the server.
set -e

if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then
	for file in /docker-entrypoint.d/*; do
		case "$file" in
		*.envsh)
			# shellcheck disable=SC1090 # whatever the stack put there
			[ ! -x "$file" ] || . "$file"
			;;
		*.sh)
			if [ -x "$file" ]; then "$file"; else echo "$0: ignoring $file, not executable" >&2; fi
			;;
		esac
	done
fi
exec "$@"
