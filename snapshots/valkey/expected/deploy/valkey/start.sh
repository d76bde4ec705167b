#!/bin/sh
# Starts Valkey with the password of deploy/secrets/values/VALKEY_PASSWORD. Valkey reads no file for its password, and
# on its command line or in the environment everybody could see it who may look at this container. So it gets a
# list of users, in memory, that holds only the password's hash.
set -eu
umask 077

password=$(cat /run/secrets/VALKEY_PASSWORD)
if [ -z "$password" ]; then
  echo "start.sh: deploy/secrets/values/VALKEY_PASSWORD is empty" >&2
  exit 1
fi
hash=$(printf '%s' "$password" | sha256sum | cut -d ' ' -f 1)

# One user for everything that an application does, but nothing that would take the server over:
# load code into it, make it follow another server, or stop it.
echo "user default on #$hash ~* &* +@all -debug -failover -migrate -module -replicaof -shutdown -slaveof" \
  >/run/valkey/users.acl

# The one who counts for Prometheus reads no value and changes nothing: how much memory, how many keys, how long a list.
echo "user monitor on nopass %R~* resetchannels -@all +client|setname +info" \
  "+latency|histogram +latency|latest +ping +select +slowlog|len +type +hlen +llen +pfcount +scard +strlen +xlen +zcard" >>/run/valkey/users.acl

exec valkey-server /etc/valkey/valkey.conf
