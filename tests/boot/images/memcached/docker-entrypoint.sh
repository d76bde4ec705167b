#!/bin/sh
# Options alone are meant for the server.
set -eu
[ "${1#-}" = "$1" ] || set -- memcached "$@"
exec "$@"
