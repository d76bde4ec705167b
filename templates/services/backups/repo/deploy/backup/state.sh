# shellcheck shell=bash
# What became of copies and trials: for the schedule, for the health check{% if "prometheus" in selected %}, and for Prometheus{% endif %}.

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
{% if "prometheus" in selected %}

# gauge NAME HELP VALUE
gauge() {
  printf '# HELP %s %s\n# TYPE %s gauge\n%s{backup="%s"} %s\n' "$1" "$2" "$1" "$1" "$BACKUP" "$3"
}

went_well() {
  case $(recall "$1-run" ok) in
    failed) echo 0 ;;
    *) echo 1 ;;
  esac
}

# tell_metrics: for the textfile folder of the node exporter, which never sees half a file.
tell_metrics() {
  local file=/var/lib/node-textfile/backup-$BACKUP
  {
    gauge shipready_backup_last_run_ok "Whether the last copy went well." "$(went_well copy)"
    gauge shipready_backup_last_success_timestamp_seconds "When the last good copy was made." "$(recall copy-success 0)"
    gauge shipready_backup_duration_seconds "How long the last copy took." "$(recall copy-seconds 0)"
    gauge shipready_backup_size_bytes "How large the last good copy is." "$(recall copy-bytes 0)"
{% if options.restore_test != "never" %}
    gauge shipready_restore_test_last_run_ok "Whether the last trial went well." "$(went_well trial)"
    gauge shipready_restore_test_last_success_timestamp_seconds "When a copy was last restored." "$(recall trial-success 0)"
{% endif %}
  } >"$file.new"
  chmod 644 "$file.new"
  mv "$file.new" "$file.prom"
}
{% else %}

tell_metrics() { :; }
{% endif %}
