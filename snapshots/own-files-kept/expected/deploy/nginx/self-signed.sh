#!/bin/sh
# Makes a self-signed certificate for $HOSTS, so that nginx can start before there is a real one. Browsers warn of it.
# A certificate that somebody else issued is never touched: put it there as fullchain.pem and privkey.pem, the key
# readable for the group 101, and run `docker compose exec nginx nginx -s reload`.
set -eu

folder=/etc/nginx/certificates
certificate=$folder/fullchain.pem
key=$folder/privkey.pem

about() { openssl x509 -in "$certificate" -noout "$@" 2>/dev/null; }

# One that was made here: its issuer is itself.
is_self_signed() { [ "$(about -issuer_hash)" = "$(about -subject_hash)" ]; }

# For all names, and for a month at least.
is_good() {
  about -checkend 2592000 >/dev/null || return 1
  for host in $HOSTS; do
    about -checkhost "$host" | grep -q 'does match' || return 1
  done
}

if [ -s "$certificate" ] && [ -s "$key" ]; then
  if ! is_self_signed; then
    echo "self-signed.sh: there is a certificate; nothing to do"
    exit 0
  fi
  if is_good; then
    echo "self-signed.sh: the self-signed certificate is still good"
    exit 0
  fi
fi

names=
for host in $HOSTS; do
  names=$names${names:+,}DNS:$host
done

# The key first: nginx and its reload must never see a certificate without its key. The group of this process is
# nginx's, so nginx may read what nobody else may.
umask 027
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -sha256 -days 365 \
  -subj '/CN=self-signed' -addext "subjectAltName=$names" -addext 'extendedKeyUsage=serverAuth' \
  -keyout "$key.new" -out "$certificate.new" 2>/dev/null
chmod 640 "$key.new"
mv "$key.new" "$key"
mv "$certificate.new" "$certificate"
echo "self-signed.sh: made a self-signed certificate for $HOSTS"
