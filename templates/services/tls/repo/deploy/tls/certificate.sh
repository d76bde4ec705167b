#!/usr/bin/env bash
# Keeps the certificate of nginx good: one for all names of the file hosts. In its container:
#
#   certificate.sh serve     for ever: asks for one, and twice a day whether it is time for the next
#   certificate.sh now       once; what stands behind goes to certbot, such as --force-renewal
#   certificate.sh health    whether nginx has one that is trusted and good for some days
#
# The authority looks for an answer at http://<name>/.well-known/acme-challenge/, which nginx serves from a volume.
# nginx takes over what is new here by itself: deploy/nginx/watch.sh.
set -Eeuo pipefail
umask 027

NGINX=/etc/nginx/certificates
ACCOUNT=/var/lib/tls
HOURS_BETWEEN=12

say() { printf '%s\n' "tls: $*" >&2; }

die() {
  say "error: $*"
  exit 1
}

hosts() { sed '/^$/d' /opt/tls/hosts | sort -u; }

# ask: certbot does nothing as long as the certificate is good for all names and not near its end.
ask() {
  local host arguments=()
  for host in $(hosts); do arguments+=(--domains "$host"); done
  if [[ -n ${ACME_EMAIL:-} ]]; then
    arguments+=(--email "$ACME_EMAIL")
  else
    arguments+=(--register-unsafely-without-email)
  fi
  certbot certonly --quiet --non-interactive --agree-tos --server "${ACME_DIRECTORY:-$DIRECTORY}" \
    --webroot --webroot-path /var/www/acme --cert-name site --key-type ecdsa \
    --keep-until-expiring --renew-with-new-domains \
    --config-dir "$ACCOUNT" --work-dir /tmp/certbot --logs-dir /tmp/certbot "${arguments[@]}" "$@"
}

# hand_over: to nginx, the key first. Between the two, nginx refuses to take them over, and goes on with what it has.
hand_over() {
  local new=$ACCOUNT/live/site
  if cmp --silent "$new/fullchain.pem" "$NGINX/fullchain.pem" && cmp --silent "$new/privkey.pem" "$NGINX/privkey.pem"; then
    return
  fi
  install --mode 640 "$new/privkey.pem" "$NGINX/privkey.pem.new"
  install --mode 644 "$new/fullchain.pem" "$NGINX/fullchain.pem.new"
  mv "$NGINX/privkey.pem.new" "$NGINX/privkey.pem"
  mv "$NGINX/fullchain.pem.new" "$NGINX/fullchain.pem"
  say "nginx gets a certificate for $(hosts | paste -s -d ' '), good until $(about -enddate | cut -d = -f 2)"
}

about() { openssl x509 -in "$NGINX/fullchain.pem" -noout "$@"; }

# The certificate of the first start has nobody behind it.
is_self_signed() { [[ $(about -issuer_hash) == "$(about -subject_hash)" ]]; }

now() {
  if ! ask "$@"; then
    tell_metrics 0
    die "there is no new certificate; the authority says above why"
  fi
  hand_over
  tell_metrics 1
}
{% if "prometheus" in selected %}

# tell_metrics OK: for the textfile folder of the node exporter, which never sees half a file.
tell_metrics() {
  local file=/var/lib/node-textfile/tls until
  until=$(date -d "$(about -enddate | cut -d = -f 2)" +%s)
  cat >"$file.new" <<METRICS
# HELP shipready_certificate_last_run_ok Whether the authority was asked without an error.
# TYPE shipready_certificate_last_run_ok gauge
shipready_certificate_last_run_ok $1
# HELP shipready_certificate_expiry_timestamp_seconds Until when the certificate of nginx is good.
# TYPE shipready_certificate_expiry_timestamp_seconds gauge
shipready_certificate_expiry_timestamp_seconds $until
METRICS
  chmod 644 "$file.new"
  mv "$file.new" "$file.prom"
}
{% else %}

tell_metrics() { :; }
{% endif %}

serve() {
  trap 'kill $(jobs -p) 2>/dev/null; exit 0' TERM INT
  while true; do
    # Authorities allow few failures in an hour.
    if bash "$0" now; then pause=$((HOURS_BETWEEN * 3600)); else pause=3600; fi
    sleep "$pause" &
    wait $!
  done
}

health() {
  ! is_self_signed || die "nginx still has the certificate of the first start; see the log"
  about -checkend 604800 >/dev/null || die "the certificate ends within a week; see the log"
}

what=${1:-}
[[ $# -eq 0 ]] || shift
case $what in
  serve | now | health) "$what" "$@" ;;
  *) die "what shall be done? serve, now or health" ;;
esac
