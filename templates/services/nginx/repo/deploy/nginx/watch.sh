#!/bin/sh
# Starts nginx, and beside it a watch that takes over a new certificate: running requests go on, no connection is lost.
# A key without its certificate, as there may be for a moment, is left alone until both fit.
set -eu

seen() { cksum /etc/nginx/certificates/fullchain.pem /etc/nginx/certificates/privkey.pem; }

watch() {
  last=$(seen)
  while sleep 20; do
    now=$(seen) || continue
    [ "$now" != "$last" ] || continue
    if nginx -t -q && nginx -s reload; then
      last=$now
      echo "watch.sh: nginx has taken over a new certificate" >&2
    fi
  done
}

watch &
exec "$@"
