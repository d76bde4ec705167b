# shellcheck shell=bash
# What became of copies and trials: for the schedule, for the health check.

STATE=/var/lib/backup

say() { printf '%s\n' "$BACKUP: $*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# recall NAME DEFAULT
recall() { cat "$STATE/$1.state" 2>/dev/null || echo "$2"; }

# remember NAME VALUE: the file is the old one or the new one, never half of it.
remember() {
  printf '%s\n' "$2" >"$STATE/$1.new"
  mv "$STATE/$1.new" "$STATE/$1.state"
}

# began WHAT: until it ends, nothing is known of how it went. What ends the program counts as a failure.
began() {
  SINCE=$(date +%s)
  remember "$1-run" running
  # shellcheck disable=SC2064 # the name of now
  trap "ended $1 failed" EXIT
}

# ended WHAT ok|failed
ended() {
  local now
  trap - EXIT
  now=$(date +%s)
  remember "$1-run" "$2"
  remember "$1-seconds" $((now - SINCE))
  [[ $2 != ok ]] || remember "$1-success" "$now"
  tell_metrics
}

tell_metrics() { :; }
