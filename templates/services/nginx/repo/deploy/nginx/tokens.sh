#!/bin/sh
# Writes the secrets that some requests must show to where nginx reads them, and starts nginx. Without one, or with one
# that holds other signs, those requests are all refused: conf.d/limits.conf.
set -eu
umask 077

mkdir -p /tmp/tokens
for name in $SHOWN; do
  token=$(cat "/run/secrets/$name")
  case $token in
    '' | *[!A-Za-z0-9_-]*)
      echo "tokens.sh: $name is not made of letters, digits, _ and -, so every request that must show it is refused" >&2
      ;;
    *) printf '"~^%s$" 1;\n' "$token" >"/tmp/tokens/$name.map" ;;
  esac
done
exec nginx "$@"
