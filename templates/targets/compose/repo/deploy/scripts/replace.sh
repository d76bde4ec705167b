# shellcheck shell=bash
# How the containers of one version become those of another, step by step. Every step looks at what is there first, so
# the same steps go forward, go back, and finish what a killed deploy began.

# Containers that make way although they fit.
RENEWED=""

# ---- what is there

containers_of() { compose ps --all --quiet "$1"; }

# replicas SERVICE: how many containers the Compose file wants.
replicas() {
  local found
  found=$(compose config | awk -v service="  $1:" '
    /^  [^ ]/ { inside = ($0 == service) }
    inside && $1 == "replicas:" && !seen++ { print $2 }')
  echo "${found:-1}"
}

# state_of CONTAINER: `running healthy 0`: status, health, restarts.
state_of() {
  docker inspect --format \
    '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}healthy{{end}} {{.RestartCount}}' "$1"
}

is_healthy() { [[ $(state_of "$1") == "running healthy "* ]]; }

# fits CONTAINER HASH IMAGE: made from the image and the settings that the Compose file says now.
fits() {
  local made
  made=$(docker inspect --format '{{index .Config.Labels "com.docker.compose.config-hash"}} {{.Image}}' "$1")
  [[ $made == "$2 $3" ]]
}

hash_of() { compose config --hash "$1" | cut -d ' ' -f 2; }

image_of() {
  local reference
  if in_list "$1" "${RELEASING[@]}"; then
    reference=$(chosen_image "$1")
  elif [[ -n ${APP_OF[$1]:-} ]]; then
    reference=$(chosen_image "${APP_OF[$1]}")
  else
    reference=$(compose config | awk -v service="  $1:" '
      /^  [^ ]/ { inside = ($0 == service) }
      inside && $1 == "image:" && !seen++ { print $2 }')
  fi
  image_id "$reference" 2>/dev/null || echo none
}

# is_current SERVICE: all of its containers run, and none is of another version.
is_current() {
  local container hash image count=0
  hash=$(hash_of "$1")
  image=$(image_of "$1")
  while read -r container; do
    count=$((count + 1))
    fits "$container" "$hash" "$image" && is_healthy "$container" || return 1
  done < <(containers_of "$1")
  [[ $count -eq $(replicas "$1") ]]
}

# everything_is_current: nothing would change.
everything_is_current() {
  local service
  for service in "${ROLLING[@]}" "${REPLACED[@]}" ${PROXY:+"$PROXY"} $(rest); do
    is_current "$service" || return 1
  done
  [[ -z $PROXY ]] || proxy_has_read
}

# rest: databases, caches, and services that somebody added.
rest() {
  local service
  for service in $(compose config --services); do
    in_list "$service" "${RELEASING[@]}" "${ROLLING[@]}" "${REPLACED[@]}" "${ONCE[@]}" "${ASIDE[@]}" "$PROXY" || echo "$service"
  done
}

# ---- waiting

# wait_healthy CONTAINER…: until all are; fails early for one that ended or gave up.
wait_healthy() {
  local container state end=$((SECONDS + TIMEOUT))
  for container in "$@"; do
    while true; do
      state=$(state_of "$container")
      case $state in
        "running healthy "*) break ;;
        "running starting "[012] | "restarting "*" "[012]) ;;
        *) not_ready "$container" "$state" && return 1 ;;
      esac
      [[ $SECONDS -lt $end ]] || { not_ready "$container" "$state after $TIMEOUT s" && return 1; }
      sleep 1
    done
  done
}

not_ready() {
  say "$(docker inspect --format '{{.Name}}' "$1") is not ready ($2); its last lines:"
  docker logs --tail 15 "$1" >&2 2>&1 || true
}

# run_to_end SERVICE: with its output, and its exit code.
run_to_end() {
  local container code
  compose up --detach --no-deps --no-build --force-recreate "$1"
  container=$(containers_of "$1" | head -n 1)
  code=$(docker wait "$container")
  docker logs --tail 30 "$container" >&2 2>&1
  [[ $code == 0 ]]
}

# has_run SERVICE: it ended well, with the settings and the image of now.
has_run() {
  local container
  container=$(containers_of "$1")
  [[ -n $container ]] && fits "$container" "$(hash_of "$1")" "$(image_of "$1")" &&
    [[ $(docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' "$container") == "exited 0" ]]
}

# ---- processes behind the proxy

# network_of CONTAINER: where the proxy reaches it.
network_of() {
  docker inspect --format '{{index .Config.Labels "com.docker.compose.project"}}_app' "$1"
}

# Out of the name server's answer: nothing is sent to it before it is ready.
hide() {
  local network
  network=$(network_of "$1")
  docker network disconnect "$network" "$1"
  docker network connect "$network" "$1"
}

# Into the name server's answer, where the proxy looks.
show() {
  local network
  network=$(network_of "$1")
  docker network disconnect "$network" "$1"
  docker network connect --alias "$2" "$network" "$1"
}

is_shown() {
  local aliases
  aliases=$(docker inspect --format "{{with index .NetworkSettings.Networks \"$(network_of "$1")\"}}{{.Aliases}}{{end}}" "$1")
  [[ " ${aliases//[][]/ } " == *" $2 "* ]]
}

# roll SERVICE: new containers beside the old ones; the old ones leave when the new ones answer.
roll() {
  local service=$1 container hash image wanted kept=() others=() made=()
  hash=$(hash_of "$service")
  image=$(image_of "$service")
  wanted=$(replicas "$service")
  for container in $(containers_of "$service"); do
    if [[ ${#kept[@]} -lt $wanted && " $RENEWED " != *[[:space:]]"$container"[[:space:]]* ]] &&
      fits "$container" "$hash" "$image" &&
      is_healthy "$container" && is_shown "$container" "$service"; then
      kept+=("$container")
    else
      others+=("$container")
    fi
  done
  if [[ ${#kept[@]} -lt $wanted ]]; then
    say "$service: starting $((wanted - ${#kept[@]})) beside ${#others[@]}"
    start_hidden "$service" $((wanted + ${#others[@]})) made "${kept[@]}" "${others[@]}"
    wait_healthy "${made[@]}" || die "the new version of $service did not become ready"
    for container in "${made[@]}"; do show "$container" "$service"; done
    # The old ones stay until the proxy has asked the name server again.
    sleep $((PROXY_FOLLOWS + 2))
    wait_healthy "${made[@]}" || die "the new version of $service did not stay ready"
  fi
  leave "$service" "${others[@]}"
}

# start_hidden SERVICE COUNT NAME CONTAINER…: as many new ones as are missing beside those; NAME becomes their list.
start_hidden() {
  local service=$1 count=$2 found
  local -n list=$3
  shift 3
  compose up --no-start --no-deps --no-build --no-recreate --scale "$service=$count" "$service"
  for found in $(containers_of "$service"); do in_list "$found" "$@" || list+=("$found"); done
  for found in "${list[@]}"; do hide "$found"; done
  docker start "${list[@]}" >/dev/null
}

# leave SERVICE CONTAINER…: those that serve finish their requests first.
leave() {
  local container serving=() service=$1
  shift
  [[ $# -gt 0 ]] || return 0
  for container in "$@"; do
    if is_healthy "$container" && is_shown "$container" "$service"; then
      serving+=("$container")
    else
      docker rm --force "$container" >/dev/null
    fi
  done
  [[ ${#serving[@]} -gt 0 ]] || return 0
  docker stop "${serving[@]}" >/dev/null
  docker rm "${serving[@]}" >/dev/null
}

# ---- the proxy

proxy_files() {
  local mount
  for mount in "${PROXY_MOUNTS[@]}"; do echo "${mount%%:*}"; done
}

# The container and the contents of every file that it reads.
proxy_print() {
  local file
  containers_of "$PROXY"
  proxy_files | while read -r file; do
    find "$file" -type f -exec sha256sum {} + | LC_ALL=C sort -k 2
  done
}

proxy_has_read() { [[ -f $RELEASES/proxy && $(proxy_print) == "$(cat "$RELEASES/proxy")" ]]; }

# A file that was replaced rather than written to is another one than the one that the container has mounted.
proxy_sees_files() {
  local mount
  for mount in "${PROXY_MOUNTS[@]}"; do
    [[ -f ${mount%%:*} ]] || continue
    compose exec -T "$PROXY" cat "${mount#*:}" | cmp --silent - "${mount%%:*}" || return 1
  done
}

check_proxy() {
  [[ -n $PROXY ]] || return 0
  compose run --rm --no-deps -T --entrypoint "${PROXY_CHECK[0]}" "$PROXY" "${PROXY_CHECK[@]:1}" >&2 ||
    die "the proxy would not accept its new configuration"
}

# A new image or other settings need a new container; new files only a reload, which nobody notices.
renew_proxy() {
  [[ -n $PROXY ]] || return 0
  if ! is_current "$PROXY"; then
    say "$PROXY: starting anew"
    compose up --detach --no-deps --no-build --wait --wait-timeout "$TIMEOUT" "$PROXY"
  elif ! proxy_sees_files; then
    say "$PROXY: starting anew, a file that it has mounted was replaced"
    compose up --detach --no-deps --no-build --force-recreate --wait --wait-timeout "$TIMEOUT" "$PROXY"
  elif ! proxy_has_read; then
    say "$PROXY: reading its files again"
    compose exec -T "$PROXY" "${PROXY_RELOAD[@]}"
  fi
  proxy_print | write "$RELEASES/proxy"
}

# ---- all of it

# prepare: what can be done, and can fail, before anything is replaced.
prepare() {
  local service services
  compose config --quiet || die "Compose does not accept the files"
  compose pull --quiet --policy missing --ignore-buildable || die "an image of the stack could not be fetched"
  build_others || die "an image of the stack could not be built"
  [[ -z $KEEPER ]] || compose up --detach --no-deps --no-build --wait --wait-timeout "$TIMEOUT" "$KEEPER" ||
    die "$KEEPER has not got every secret of this version; its log names those that it lacks"
  mapfile -t services < <(rest)
  [[ ${#services[@]} -eq 0 ]] ||
    compose up --detach --no-deps --no-build --no-recreate --wait --wait-timeout "$TIMEOUT" "${services[@]}" ||
    die "the databases are not all healthy"
  for service in "${ONCE[@]}"; do
    has_run "$service" || run_to_end "$service" || die "$service failed"
  done
  check_proxy
}

# build_others: from files below deploy/; what did not change is there already.
build_others() { [[ ${#BUILT[@]} -eq 0 ]] || compose build --quiet "${BUILT[@]}" >&2; }

# migrate: with the new image, while the old version still serves. Once it ran, .env remembers that image for it.
migrate() {
  local process image
  for process in "${RELEASING[@]}"; do
    image=$(chosen_image "${APP_OF[$process]}")
    choose "$process" "$image"
    say "$process: running with the new image"
    run_to_end "$process" || die "$process failed; nothing was replaced"
    set_env "$(image_variable "$process")" "$image"
  done
}

# converge: from whatever runs to what the Compose file and the chosen images say.
converge() {
  local service services
  for service in "${ROLLING[@]}"; do roll "$service"; done
  for service in "${REPLACED[@]}"; do
    is_current "$service" || say "$service: stopping the old, starting the new"
    compose up --detach --no-deps --no-build --wait --wait-timeout "$TIMEOUT" "$service" ||
      die "the new version of $service did not become ready"
  done
  mapfile -t services < <(rest)
  [[ ${#services[@]} -eq 0 ]] ||
    compose up --detach --no-deps --no-build --wait --wait-timeout "$TIMEOUT" "${services[@]}" ||
    die "the rest of the stack did not become healthy"
  [[ ${#ASIDE[@]} -eq 0 ]] || compose up --detach --no-deps --no-build "${ASIDE[@]}" ||
    say "warning: not all of these could be started: ${ASIDE[*]}"
  renew_proxy
  watch_over
}

# watch_over: for a short while, every container stays healthy and every route answers through the proxy.
watch_over() {
  local end=$((SECONDS + WATCH)) path service container
  while true; do
    for path in "${PATHS[@]}"; do
      [[ -z $PROXY ]] || answers "$path"
    done
    for service in "${ROLLING[@]}" "${REPLACED[@]}"; do
      for container in $(containers_of "$service"); do
        is_healthy "$container" || { not_ready "$container" "$(state_of "$container")" && die "$service did not stay healthy"; }
      done
    done
    [[ $SECONDS -lt $end ]] || return 0
    sleep 2
  done
}

# answers PATH: the application answers there, through the proxy. That may ask in vain for a container that has just gone.
answers() {
  local status
  for _ in 1 2 3; do
    status=$(compose exec -T "$PROXY" "${PROXY_PROBE[@]}" "$1" || true)
    # 4xx is an answer of the application: not every one has a page at its root.
    [[ $status =~ ^[234]..$ ]] && return 0
    sleep 1
  done
  die "$1 answers ${status:-nothing} through the proxy"
}

# ---- begin and end

# begin: from here on, what fails is undone.
begin() {
  echo "$NEXT" | write "$RELEASES/pending"
  CHANGED=yes
}

# abandon: there was nothing to do after all.
abandon() {
  rm -f "$RELEASES/pending"
  forget "$NEXT"
  CHANGED=""
}

# A deploy that was killed left files and containers of two versions. Files that it brought go back first; the
# containers follow with all the others.
mend_killed() {
  local killed
  [[ -f $RELEASES/pending ]] || return 0
  killed=$(cat "$RELEASES/pending")
  say "release $killed was interrupted on its way; going on from ${FORMER:-nothing}"
  [[ -z $FORMER || ! -e $RELEASES/$killed/received ]] || put_files "$killed" "$FORMER"
  forget "$killed"
  rm -f "$RELEASES/pending"
}

# go_back RELEASE FROM: everything but the migrations.
go_back() {
  local process
  say "going back to release $1"
  [[ $TIMEOUT -ge 180 ]] || TIMEOUT=180
  put_files "$2" "$1"
  choose_images "$1"
  choose_migrated
  build_others
  for process in "${RELEASING[@]}"; do
    # One that failed leaves its container behind; nobody should take that for the state of things.
    has_run "$process" || run_to_end "$process" || say "warning: $process of release $1 fails as well"
  done
  converge
  settle "$1"
}

# When the script ends, whatever the reason. CHANGED: it had begun; FORMER and NEXT: the releases.
finish() {
  local code=$? back
  trap - EXIT
  trap '' INT TERM
  if [[ -z $CHANGED ]]; then
    forget "$NEXT"
    exit "$code"
  fi
  if [[ -z $FORMER ]]; then
    abandon
    say "there is no earlier release to go back to; see \`docker compose ps --all\`, mend it and deploy again"
    exit 3
  fi
  # A subshell of its own, for `set -e` holds in no condition.
  set +e
  (
    set -e
    go_back "$FORMER" "$NEXT"
  )
  back=$?
  if [[ $back -ne 0 ]]; then
    say "GOING BACK FAILED: look at \`docker compose ps --all\` now; \`deploy/scripts/rollback --to $FORMER\` tries again"
    exit 3
  fi
  cp "$RELEASES/$NEXT/files.tar" "$RELEASES/failed.tar"
  forget "$NEXT"
  say "failed: release $FORMER serves, as before, with its files; those of the failed one are in $RELEASES/failed.tar."
  say "Migrations that ran are not undone."
  exit 1
}
