#!/bin/sh
# Starts what tells Prometheus of {= component.title =}. It takes a password from a file of the client's kind alone, which
# is written to a folder in memory. What it asks for needs no further rights in the database.
set -eu
umask 077

printf '[client]\nuser=%s\npassword=%s\n' {= options.database | shell =} "$(cat /run/secrets/MYSQL_PASSWORD)" >/tmp/my.cnf

exec /bin/mysqld_exporter --config.my-cnf=/tmp/my.cnf --mysqld.address={= component.id =}:3306 \
  --no-collect.slave_status --no-collect.info_schema.innodb_cmp --no-collect.info_schema.innodb_cmpmem \
  --no-collect.info_schema.query_response_time
