# shellcheck shell=bash disable=SC2016,SC2034
# What deploy and rollback share: what this stack consists of, how a release is recorded, how an image is chosen.
#
#   deploy/releases/<release>/   release: when, who, which images
#                                files.tar: compose.yaml and deploy/, without secrets
#   deploy/releases/current      the release that serves
#   deploy/releases/pending      a release on its way; it outlives only a deploy that was killed
#
# Images stand in .env as <APP>_IMAGE, so that `docker compose up` by hand keeps the version that serves.
# <APP>_MIGRATE_IMAGE is the newest that migrated the database: an older one would not know its schema.
# `docker compose build` by hand gives that name to another image; so each release also keeps its images under
# <app>:release-<release>, a name that stands nowhere else, and gets them back by it.

# The Compose file of the stack.
STACK_FILE=compose.yaml
# Each app and the name of its image when it is built on this machine.
APPS=(shop)
declare -A LOCAL_IMAGE=(["shop"]=shop)
declare -A APP_OF=(["shop-web"]=shop ["shop-migrate"]=shop ["shop-bot"]=shop)
# Processes that run to their end before the others are replaced: migrations.
RELEASING=(shop-migrate)
# Processes behind the proxy: new containers start beside the old ones.
ROLLING=(shop-web)
# The other processes: the old one stops before the new one starts, so none ever runs twice.
REPLACED=(shop-bot)
# Containers that prepare something and end.
ONCE=(nginx-certificate)
# Containers that nothing needs in order to serve: a deploy starts them, and does not wait until they are well.
ASIDE=()
# Containers whose image is built on this machine, besides the apps.
BUILT=()
# What hands the others their secrets, and so is there first.
KEEPER=''
# What must answer through the proxy.
PATHS=(/)
PROXY=nginx
# The files that the proxy reads, and where it sees them.
PROXY_MOUNTS=(deploy/nginx/nginx.conf:/etc/nginx/nginx.conf deploy/nginx/conf.d:/etc/nginx/conf.d deploy/nginx/snippets:/etc/nginx/snippets)
PROXY_CHECK=(nginx -t -q)
PROXY_RELOAD=(nginx -s reload)
# Asks for a path as a visitor would, over HTTPS, and prints the status of the answer.
PROXY_PROBE=(bash -c 'printf '\''GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'\'' "$1" | timeout 10 openssl s_client -quiet -connect 127.0.0.1:8443 -servername localhost 2>/dev/null | head -n 1 | cut -d '\'' '\'' -f 2' probe)
# Seconds until it knows of a new container.
PROXY_FOLLOWS=5

RELEASES=deploy/releases
# Older releases than so many are forgotten, their images too.
KEEP=10
# Seconds that a new container may take to become healthy, and that a release is watched before it counts.
TIMEOUT=180
WATCH=10

say() { printf '%s\n' "$*" >&2 || true; }

die() {
  say "error: $*"
  exit 1
}

misused() {
  say "error: $*"
  say "try ${0##*/} --help"
  exit 2
}

# The lock stays with the script: a container command that outlives it must not keep it.
docker() { command docker "$@" 9>&-; }

compose() { docker compose --progress quiet "$@"; }

# take_turn: one deploy at a time, until this script ends.
take_turn() {
  command -v docker >/dev/null || die "there is no docker on this machine"
  mkdir -p "$RELEASES"
  exec 9>"$RELEASES/lock"
  flock --nonblock 9 || die "another deploy or rollback is running here; nothing was changed"
  CHANGED="" NEXT="" FORMER=$(current_release)
  # A connection that breaks must not leave a deploy half done; somebody who stops it wants the former version.
  trap '' HUP PIPE
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap finish EXIT
}

whole_number() { [[ $1 =~ ^[1-9][0-9]*$ ]] || misused "$2 takes a number of seconds"; }

in_list() {
  local word wanted=$1
  shift
  for word in "$@"; do [[ $word != "$wanted" ]] || return 0; done
  return 1
}

# ---- secrets

# How many letters and digits a value has that is made up. Keys that something is encrypted with are not among them.
declare -A LENGTH=([POSTGRES_PASSWORD]=32 [REDIS_PASSWORD]=32 [WEBHOOK_SECRET]=64)

can_make() { [[ -v LENGTH[$1] ]]; }

make_up() {
  local pool
  pool=$(head --bytes 1024 /dev/urandom | LC_ALL=C tr --delete --complement 'A-Za-z0-9')
  printf '%s' "${pool:0:${LENGTH[$1]}}"
}

# ---- releases

current_release() { cat "$RELEASES/current" 2>/dev/null || true; }

# Every release, the oldest first.
all_releases() {
  [[ -d $RELEASES ]] || return 0
  find "$RELEASES" -mindepth 2 -maxdepth 2 -name release -printf '%h\n' | sed 's,.*/,,' | LC_ALL=C sort
}

no_release() { say "There is no release yet; deploy/scripts/deploy makes the first."; }

# write FILE: takes its text from standard input; FILE is the old one or the new one, never half of it.
write() {
  cat >"$1.new"
  mv "$1.new" "$1"
}

# new_release: a name that sorts by time.
new_release() {
  local name
  name=$(date -u +%Y%m%dT%H%M%SZ)
  while [[ -e $RELEASES/$name ]]; do
    sleep 1
    name=$(date -u +%Y%m%dT%H%M%SZ)
  done
  mkdir "$RELEASES/$name"
  echo "$name"
}

# record RELEASE [COMMIT]: what the chosen images and the files on the disk are, as this release.
record() {
  local app reference
  [[ -f $RELEASES/$1/files.tar ]] || keep_files "$1"
  for app in "${APPS[@]}"; do docker tag "$(chosen_image "$app")" "$(kept_name "$1" "$app")"; done
  {
    echo "time $(date -u +%Y-%m-%dT%H:%M:%SZ)"
    echo "by ${SUDO_USER:-$(id -un)}"
    [[ -z ${2:-} ]] || echo "commit $2"
    for app in "${APPS[@]}"; do
      reference=$(chosen_image "$app")
      echo "image $app $reference $(image_id "$reference")"
    done
  } | write "$RELEASES/$1/release"
}

# Makes RELEASE the one that serves: first in .env, then here.
settle() {
  local app
  for app in "${APPS[@]}"; do set_env "$(image_variable "$app")" "$(chosen_image "$app")"; done
  echo "$1" | write "$RELEASES/current"
  rm -f "$RELEASES/pending"
  prune
}

# The images of releases that nobody needs any more go with their records.
prune() {
  local name app reference images
  while read -r name; do
    [[ $name != "$(current_release)" ]] || continue
    images=$(awk '$1 == "image" { print $3 }' "$RELEASES/$name/release")
    images+=$(for app in "${APPS[@]}"; do printf '\n%s' "$(kept_name "$name" "$app")"; done)
    rm -rf "${RELEASES:?}/$name"
    while read -r reference; do
      grep -qsF -- "$reference" .env "$RELEASES"/*/release || docker image rm "$reference" >/dev/null 2>&1 || true
    done <<<"$images"
  done < <(all_releases | head -n "-$KEEP")
}

# forget RELEASE: one that never served.
forget() { [[ -z $1 || -f $RELEASES/$1/release ]] || rm -rf "${RELEASES:?}/$1"; }

images_line() {
  local app
  for app in "${APPS[@]}"; do printf ' %s=%s' "$app" "$(chosen_image "$app")"; done
}

list_releases() {
  local name mark names
  mapfile -t names < <(all_releases)
  [[ ${#names[@]} -gt 0 ]] || no_release
  for name in "${names[@]}"; do
    mark=" "
    [[ $name != "$(current_release)" ]] || mark="*"
    awk -v mark="$mark" -v name="$name" '
      $1 == "by" { by = $2 }
      $1 == "commit" { commit = " commit " $2 }
      $1 == "image" { images = images " " $2 "=" $3 }
      END { print mark " " name " by " by commit images }' "$RELEASES/$name/release"
  done
}

# ---- images

# shop-api: SHOP_API_IMAGE
image_variable() {
  local name=${1^^}
  echo "${name//-/_}_IMAGE"
}

chosen_image() {
  local variable
  variable=$(image_variable "$1")
  echo "${!variable:-}"
}

# choose NAME REFERENCE: for Compose, from now on, in this script.
choose() { export "$(image_variable "$1")=$2"; }

image_id() { docker image inspect --format '{{.Id}}' "$1"; }

# kept_name RELEASE APP: the second name of its image.
kept_name() { echo "${LOCAL_IMAGE[$2]}:release-$1"; }

# choose_images RELEASE: the images of that release; each is fetched again if it is gone.
choose_images() {
  local word app reference id
  while read -r word app reference id; do
    [[ $word == image ]] || continue
    bring_back "$reference" "$id" || die "the image $reference of release $1 is neither here nor in its registry"
    choose "$app" "$reference"
  done <"$RELEASES/$1/release"
}

# bring_back REFERENCE ID: the name leads to that image.
bring_back() {
  local found
  found=$(image_id "$1" 2>/dev/null) || found=""
  if [[ -z $found ]]; then
    docker tag "$2" "$1" 2>/dev/null || docker pull --quiet "$1" >/dev/null
  elif [[ $found != "$2" && $1 != *@sha256:* ]]; then
    docker tag "$2" "$1" && say "$1 was built by hand since; it is the image of its release again"
  fi
}

# choose_migrated: release processes keep the newest image that ran, for migrations are never undone.
choose_migrated() {
  local process reference id
  for process in "${RELEASING[@]}"; do
    reference=$(get_env "$(image_variable "$process")" "$(chosen_image "${APP_OF[$process]}")")
    id=$(recorded_id "$reference")
    [[ -z $id ]] || bring_back "$reference" "$id" || die "the image $reference, which migrated the database, is gone"
    choose "$process" "$reference"
  done
}

# recorded_id REFERENCE: the image that the newest release of that name has; nothing when none has it.
recorded_id() {
  local name
  for name in $(all_releases); do
    awk -v reference="$1" '$1 == "image" && $3 == reference { print $4 }' "$RELEASES/$name/release"
  done | tail -n 1
}

# ---- .env

# get_env NAME DEFAULT
get_env() {
  local value=""
  [[ ! -f .env ]] || value=$(sed -n "s/^$1=//p" .env | tail -n 1)
  echo "${value:-$2}"
}

# set_env NAME VALUE: this one line; every other, and the mode of the file, stay as they are.
set_env() {
  local file
  file=$(readlink -f .env)
  [[ -e $file ]] || (umask 077 && : >"$file")
  cp -p "$file" "$file.new"
  NAME=$1 VALUE=$2 awk '
    index($0, ENVIRON["NAME"] "=") == 1 { if (!done) print ENVIRON["NAME"] "=" ENVIRON["VALUE"]; done = 1; next }
    { print }
    END { if (!done) print ENVIRON["NAME"] "=" ENVIRON["VALUE"] }' "$file" >"$file.new"
  mv "$file.new" "$file"
}

# ---- files

compose_files() { find . -maxdepth 1 -type f -name '*compose*.y*ml' -printf '%P\n'; }

# keep_files RELEASE: the files as they are, so that a rollback can put them back. Of a release that came as an archive,
# only the files that came with it.
keep_files() {
  local files archive=$RELEASES/$1/files.tar
  mapfile -t files < <(compose_files)
  files+=(deploy)
  if [[ -e $RELEASES/$1/received ]]; then
    mapfile -t files < <(names_in "$archive" | while read -r file; do [[ ! -f $file ]] || echo "$file"; done)
  fi
  tar --create --exclude=deploy/secrets/values --exclude=deploy/releases "${files[@]}" | write "$archive"
}

# same_files RELEASE RELEASE: by name and content.
same_files() { [[ $(contents "$1") == "$(contents "$2")" ]]; }

contents() {
  local archive=$RELEASES/$1/files.tar
  names_in "$archive"
  tar --extract --to-command='sha256sum' --file "$archive" | LC_ALL=C sort
}

# The plain files that an archive holds, by name.
names_in() { tar --list --file "$1" | sed 's,^\./,,' | grep -v '/$' | LC_ALL=C sort; }

# put_files FROM TO: makes the files of release TO out of those of release FROM.
put_files() {
  local file staging=$RELEASES/staging
  rm -rf "$staging"
  mkdir "$staging"
  tar --extract --no-same-owner --file "$RELEASES/$2/files.tar" --directory "$staging"
  while read -r file; do put_file "$staging/$file" "$file"; done < <(names_in "$RELEASES/$2/files.tar")
  rm -rf "$staging"
  # Only what came with a release goes with it; a file that somebody put here stays.
  [[ -n $1 && -e $RELEASES/$1/received ]] || return 0
  while read -r file; do
    rm -f -- "$file"
  done < <(LC_ALL=C comm -23 <(names_in "$RELEASES/$1/files.tar") <(names_in "$RELEASES/$2/files.tar"))
}

# put_file FROM TO: only where they differ.
put_file() {
  mkdir -p "$(dirname "$2")"
  if ! cmp --silent "$1" "$2"; then
    case $2 in
      # Somebody may be reading it, this script above all: the old file or the new one, never half of it.
      *compose*.y*ml | deploy/scripts/*) cp "$1" "$2.new" && mv "$2.new" "$2" ;;
      # Written in place: a container that has a file mounted would not see another under its name.
      *) cat "$1" >"$2" ;;
    esac
  fi
  chmod --reference="$1" "$2"
}
