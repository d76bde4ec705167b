#!/bin/sh
# Starts Redis with the password of deploy/secrets/values/REDIS_PASSWORD. Redis reads no file for its password, and
# on its command line or in the environment everybody could see it who may look at this container. So it gets a
# list of users, in memory, that holds only the password's hash.
set -eu
umask 077

password=$(cat /run/secrets/REDIS_PASSWORD)
if [ -z "$password" ]; then
  echo "start.sh: deploy/secrets/values/REDIS_PASSWORD is empty" >&2
  exit 1
fi
hash=$(printf '%s' "$password" | sha256sum | cut -d ' ' -f 1)

# One user for everything that an application does, but nothing that would take the server over:
# load code into it, make it follow another server, or stop it.
echo "user default on #$hash ~* &* +@all -debug -failover -migrate -module -replicaof -shutdown -slaveof" \
  >/run/redis/users.acl

exec redis-server /etc/redis/redis.conf
