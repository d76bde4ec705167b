#!/usr/bin/env bash
# Copies what $BACKUP keeps to storage elsewhere, and restores copies on trial. In its container:
#
#   backup.sh serve               by the schedule, for ever
#   backup.sh now [all]           one copy; with `all`, no older one is thinned out
#   backup.sh list                the copies that there are, the newest last
#   backup.sh try [COPY] [keep]   restores one (the newest) into an empty place, and compares; `keep` leaves it there
#   backup.sh over-live COPY      restores one over what runs
#   backup.sh health              whether the last copy and the last trial went well
#
# What is special about a database stands in <database>.sh, in these functions. TRIAL is an empty folder.
#
#   dump COUNTS                   the copy to standard output; into the file COUNTS a line `what<TAB>least<TAB>most` for
#                                 each table or collection: how many rows the copy has
#   trial_start TRIAL             an empty server that only this container reaches
#   trial_restore TRIAL           the copy from standard input into it
#   trial_counts TRIAL            what it holds: lines `what<TAB>rows`
#   trial_look TRIAL              prints the command with which a person looks into it
#   trial_stop TRIAL
#   live_restore                  the copy from standard input over what runs, all of it or nothing where that is possible
set -Eeuo pipefail
umask 077
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=state.sh
. "$here/state.sh"
# shellcheck source-path=SCRIPTDIR source=storage.sh
. "$here/storage.sh"
# shellcheck source-path=SCRIPTDIR source=copy.sh
. "$here/copy.sh"
# shellcheck source-path=SCRIPTDIR source=trial.sh
. "$here/trial.sh"
# shellcheck source=/dev/null
. "$here/$BACKUP.sh"

DAY=86400

# The last time at which a copy was to be made.
last_slot() {
  local slot
  slot=$(date -u -d "today $HOUR:00" +%s)
  [[ $slot -le $(date +%s) ]] || slot=$((slot - DAY))
  echo "$slot"
}

copy_is_due() { [[ $(recall copy-success 0) -lt $(last_slot) ]]; }

# Some hours of a week less, so that a week does not become eight days by a copy that took a minute longer.
trial_is_due() {
  local last
  last=$(recall trial-success 0)
  [[ $RESTORE_TEST == never || $(recall trial-run ok) != failed ]] || return 0
  case $RESTORE_TEST in
    never) return 1 ;;
    daily) [[ $last -lt $(recall copy-success 0) ]] ;;
    weekly) [[ $last -lt $(($(date +%s) - 7 * DAY + DAY / 4)) ]] ;;
  esac
}

# A container that begins anew finds in the storage when the last copy was made.
remember_storage() {
  local newest
  newest=$(copies | tail -n 1)
  [[ -z $newest || -n $(recall copy-success "") ]] || remember copy-success "$(time_of "$newest")"
}

# begin_anew: what failed before is tried again at once. Until that fails as well, this container is well.
begin_anew() {
  [[ $(recall trial-run ok) == ok ]] || remember trial-success 0
  remember copy-run ok
  remember trial-run ok
}

# attempt WHAT: in a process of its own, as a person would by hand, so that no failure ends this one.
attempt() {
  bash "$here/backup.sh" "$@" &
  wait $! && return 0
  pause=$((pause == 0 ? 300 : pause * 2))
  [[ $pause -le 3600 ]] || pause=3600
  return 1
}

serve() {
  local pause=0
  connect
  trap 'kill $(jobs -p) 2>/dev/null; exit 0' TERM INT
  begin_anew
  remember_storage || say "the storage does not answer; trying on"
  say "a copy each day at $HOUR:00 UTC to $BACKUP_S3_BUCKET; restored on trial: $RESTORE_TEST"
  while true; do
    if { ! copy_is_due || attempt now; } && { ! trial_is_due || attempt try; }; then pause=0; fi
    # What failed is tried again after five minutes, then after ten, an hour at most.
    sleep $((pause == 0 ? 30 : pause)) &
    wait $!
  done
}

health() {
  [[ $(recall copy-run ok) != failed ]] || die "the last copy failed; see the log"
  [[ $(recall trial-run ok) != failed ]] || die "the last copy could not be restored; see the log"
}

# alone COMMAND…: two at once would stand in each other's way, also in two containers. Not every image has flock: whoever
# works says so all the time, and what nobody has said for a minute is not so.
alone() {
  local lock=$STATE/at-work code=0 worker saying
  if [[ -d $lock && $(($(date +%s) - $(stat --format=%Y "$lock"))) -gt 60 ]]; then rmdir "$lock"; fi
  mkdir "$lock" 2>/dev/null || die "another copy or restore is under way"
  "$@" &
  worker=$!
  while sleep 10 && kill -0 $$; do touch "$lock"; done >/dev/null 2>&1 &
  saying=$!
  # shellcheck disable=SC2064 # the numbers of now
  trap "kill $worker $saying; rmdir '$lock'; exit 1" TERM INT
  wait "$worker" || code=$?
  kill "$saying"
  rmdir "$lock"
  return "$code"
}

main() {
  local what=${1:-}
  [[ $# -eq 0 ]] || shift
  case $what in
    serve | health) "$what" ;;
    list) connect && copies ;;
    now) connect && alone copy "$@" ;;
    try) connect && alone try "$@" ;;
    over-live) connect && alone over_live "$@" ;;
    *) die "what shall be done? serve, now, list, try, over-live or health" ;;
  esac
}

main "$@"
