#!/usr/bin/env bash
# Starts RabbitMQ with the password of deploy/secrets/values/RABBITMQ_PASSWORD. RabbitMQ reads no file for its password,
# and in the environment everybody could see it who may look at this container. So it gets its users as a list, in
# memory, that holds only the password's hash, and takes that over at each start.
set -euo pipefail
umask 077

password=$(cat /run/secrets/RABBITMQ_PASSWORD)
if [ -z "$password" ]; then
  echo "start.sh: deploy/secrets/values/RABBITMQ_PASSWORD is empty" >&2
  exit 1
fi

# bytes HEX: the bytes themselves.
bytes() { printf '%b' "$(printf '%s' "$1" | sed 's/../\\x&/g')"; }

# As RabbitMQ keeps it: four bytes of salt, then the SHA-256 of both together.
salt=$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n')
hash=$({ bytes "$salt" && printf '%s' "$password"; } | sha256sum | cut -d ' ' -f 1)

# One user for everything that an application does with queues. Without a tag, it may not manage the server.
cat >/run/rabbitmq/definitions.json <<END
{
  "vhosts": [{"name": "/"}],
  "users": [
    {
      "name": "{= options.user =}",
      "password_hash": "$(bytes "$salt$hash" | base64 | tr -d '\n')",
      "hashing_algorithm": "rabbit_password_hashing_sha256",
      "tags": []
    }
  ],
  "permissions": [
    {"user": "{= options.user =}", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}
  ]
}
END

# Its tools reach it from inside the container alone; an idle server shall not keep a processor busy; and where the
# engine allows a million open files, it would set memory aside for each.
export ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} \
  +sbwt none +sbwtdcpu none +sbwtdio none"
export ERL_MAX_PORTS=65536

exec docker-entrypoint.sh rabbitmq-server
