#!/usr/bin/env bash
# Whether RabbitMQ greets a client. Its own tools would start a whole runtime for each question.
set -euo pipefail

exec 3<>/dev/tcp/127.0.0.1/5672
printf 'AMQP\0\0\011\001' >&3
[ "$(head -c 1 <&3 | od -An -tx1 | tr -d ' ')" = 01 ]
