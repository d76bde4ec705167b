# shellcheck shell=bash
# The storage elsewhere. A copy is two objects, <time>.age and <time>.manifest.age. The manifest comes last, once the
# copy has arrived whole: what has none is no copy.

# What opens copies: the key of the restore test, or one that a person hands in.
IDENTITY=${IDENTITY:-/run/secrets/BACKUP_AGE_IDENTITY}

secret() { cat "/run/secrets/$1"; }

check_settings() {
  local name
  for name in BACKUP_S3_BUCKET BACKUP_AGE_RECIPIENT; do
    [[ -n ${!name:-} ]] || die "$name is not set in .env"
  done
  for name in BACKUP_S3_ACCESS_KEY_ID BACKUP_S3_SECRET_ACCESS_KEY; do
    [[ -s /run/secrets/$name ]] || die "deploy/secrets/values/$name is missing or empty"
  done
  age --encrypt --recipient "$BACKUP_AGE_RECIPIENT" </dev/null >/dev/null 2>&1 ||
    die "BACKUP_AGE_RECIPIENT is no public key of age (age1…)"
}

# connect: how rclone reaches the storage, in a file in memory, where no list of processes shows it.
connect() {
  check_settings
  export RCLONE_CONFIG=/tmp/rclone.conf
  cat >"$RCLONE_CONFIG.$$" <<SETTINGS
[storage]
type = s3
provider = $([[ -n ${BACKUP_S3_ENDPOINT:-} ]] && echo Other || echo AWS)
endpoint = ${BACKUP_S3_ENDPOINT:-}
region = ${BACKUP_S3_REGION:-}
access_key_id = $(secret BACKUP_S3_ACCESS_KEY_ID)
secret_access_key = $(secret BACKUP_S3_SECRET_ACCESS_KEY)
# The key need not be allowed to make buckets.
no_check_bucket = true
# In parts of 16 MiB, of which there may be 10,000: up to 156 GiB.
chunk_size = 16M
upload_concurrency = 2
SETTINGS
  mv "$RCLONE_CONFIG.$$" "$RCLONE_CONFIG"
  [[ $IDENTITY == - ]] || return 0
  IDENTITY=/tmp/identity
  cat >"$IDENTITY"
}

# storage COMMAND ARGUMENTS…
storage() { rclone --log-level ERROR --retries 3 --low-level-retries 5 --contimeout 15s --timeout 2m "$@"; }

# place [NAME]
place() { echo "storage:$BACKUP_S3_BUCKET/$PROJECT/$BACKUP/${1:-}"; }

# objects: every name in the place; none where nothing was ever put.
objects() {
  local code=0 said
  said=$(storage lsf --files-only "$(place)" 2>&1) || code=$?
  case $code in
    0) echo "$said" ;;
    # There is no such folder.
    3) ;;
    *) die "$said" ;;
  esac
}

# copies: names of whole copies, which are their times, the oldest first.
copies() { objects | sed -n 's/^\([0-9]\{8\}T[0-9]\{6\}Z\)\.manifest\.age$/\1/p' | LC_ALL=C sort; }

# time_of COPY: in seconds since 1970.
time_of() { date -u -d "${1:0:4}-${1:4:2}-${1:6:2} ${1:9:2}:${1:11:2}:${1:13:2}" +%s; }

# newest_of_each COUNT FORMAT: of copies on standard input, the newest of each day, week or month, of so many of them.
newest_of_each() {
  local copy
  while read -r copy; do echo "$(date -u -d "@$(time_of "$copy")" "+$2") $copy"; done |
    LC_ALL=C sort -r | awk -v count="$1" '!known[$1]++ && ++seen <= count { print $2 }'
}

# kept: of copies on standard input, those that stay: all of the last two days, and those that the options name.
kept() {
  local all
  all=$(cat)
  {
    awk -v since="$(date -u -d '2 days ago' +%Y%m%dT%H%M%SZ)" '$0 >= since' <<<"$all"
    tail -n 1 <<<"$all"
    newest_of_each "$KEEP_DAILY" %Y-%m-%d <<<"$all"
    newest_of_each "$KEEP_WEEKLY" %G-%V <<<"$all"
    newest_of_each "$KEEP_MONTHLY" %Y-%m <<<"$all"
  } | LC_ALL=C sort -u
}

# thin_out: deletes what need not stay, the manifest first, and what never became a copy and is a day old.
thin_out() {
  local all gone name
  all=$(objects)
  gone=$(comm -23 <(copies) <(copies | kept))
  for name in $gone; do
    storage deletefile "$(place "$name.manifest.age")"
    storage deletefile "$(place "$name.age")"
    say "copy $name has had its time"
  done
  sed -n 's/^\([0-9]\{8\}T[0-9]\{6\}Z\)\.age$/\1/p' <<<"$all" | while read -r name; do
    grep -qxF "$name.manifest.age" <<<"$all" && continue
    [[ $(time_of "$name") -gt $(($(date +%s) - 86400)) ]] || storage deletefile "$(place "$name.age")"
  done
}
