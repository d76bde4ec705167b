# shellcheck shell=bash
# MongoDB: how it is copied and restored, for backup.sh, which says what each function is for.

# Where the server listens that is tried out, inside this container alone.
TRIAL_PORT=27018

# live PROGRAM ARGUMENTS…: on the server that runs{% if options.password %}, as its administrator; no list of processes shows the password{% endif %}.
live() {
  local program=$1
  shift
{% if options.password %}
  printf 'password: %s\n' "$(cat /run/secrets/MONGODB_ROOT_PASSWORD)" >/tmp/mongodb.yaml
  "$program" --config=/tmp/mongodb.yaml --host=mongodb --username=root --authenticationDatabase=admin "$@"
{% else %}
  "$program" --host=mongodb "$@"
{% endif %}
}

# mongodump says itself how many documents of each collection it has read. A server without replicas has no one moment for
# all of them: what is written meanwhile may be in one collection and not in another.
dump() {
  local said=$1.said
  live mongodump --archive --gzip --db="$DATABASE" 2>"$said" || {
    cat "$said" >&2
    return 1
  }
  # "done dumping app.orders (12 documents)", in later versions with ` around the name.
  # shellcheck disable=SC2016
  sed -n 's/^.*done dumping `\{0,1\}\([^`]*\)`\{0,1\} (\([0-9]*\) documents\{0,1\})$/\1\t\2\t\2/p' "$said" |
    grep -v '\.system\.' >"$1" || true
}

trial_start() {
  mkdir "$1/data"
  mongod --dbpath="$1/data" --port="$TRIAL_PORT" --bind_ip=127.0.0.1 --nounixsocket --wiredTigerCacheSizeGB=0.25 \
    --fork --logpath="$1/log" >/dev/null
}

trial_restore() { mongorestore --quiet --port="$TRIAL_PORT" --archive --gzip --stopOnError; }

trial_counts() {
  mongosh --quiet --port "$TRIAL_PORT" "$DATABASE" --eval '
    for (const { name } of db.getCollectionInfos({ type: "collection" }))
      if (!name.startsWith("system.")) print(db.getName() + "." + name + "\t" + db.getCollection(name).countDocuments({}));'
}

trial_look() { echo "docker compose exec backup-$BACKUP mongosh --port $TRIAL_PORT $DATABASE"; }

trial_stop() { mongod --dbpath="$1/data" --shutdown; }

# Collection by collection; those that are newer than the copy stay.
live_restore() { live mongorestore --quiet --archive --gzip --drop --stopOnError; }
