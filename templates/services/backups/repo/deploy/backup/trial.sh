# shellcheck shell=bash
# Restoring a copy: on trial, into an empty server that runs in this container alone; or over what runs.

TRIAL=$STATE/trial

# opened NAME: an object of the storage, decrypted.
opened() { storage cat "$(place "$1")" | age --decrypt --identity "$IDENTITY"; }

# choose [COPY]: that one, else the newest; its manifest becomes $WORK/manifest.
choose() {
  COPY=${1:-$(copies | tail -n 1)}
  [[ -n $COPY ]] || die "there is no copy yet"
  [[ -s $IDENTITY ]] ||
    die "there is no key here that opens copies; docs/operations/restore.md says how to use yours"
  copies | grep -qxF "$COPY" || die "there is no copy $COPY; \`list\` names them"
  opened "$COPY.manifest.age" >"$WORK/manifest" || die "the manifest of $COPY cannot be opened"
}

from_manifest() { sed -n "s/^$1 //p" "$WORK/manifest"; }

# content: the copy, decrypted; at its end, whether it was the one that was sent.
content() {
  local summing found
  mkfifo "$WORK/sum"
  sha256sum <"$WORK/sum" >"$WORK/sum.txt" &
  summing=$!
  storage cat "$(place "$COPY.age")" | tee "$WORK/sum" |
    age --decrypt --identity "$IDENTITY" || return 1
  wait "$summing"
  found=$(cut -d ' ' -f 1 "$WORK/sum.txt")
  [[ $found == "$(from_manifest sha256)" ]] || {
    say "copy $COPY is not what was sent: its checksum differs"
    return 1
  }
}

# compare: the counts of the manifest with those on standard input; says what differs.
compare() {
  awk -F '\t' '
    FNR == NR { if ($1 == "rows") { least[$2] = $3; most[$2] = $4 } next }
    { found[$1] = $2 }
    END {
      for (what in least) {
        tables++
        if (!(what in found)) { print what ": not there"; wrong = 1 }
        else if (found[what] < least[what] || found[what] > most[what]) {
          print what ": " found[what] " instead of " least[what]; wrong = 1
        }
      }
      for (what in found) if (!(what in least)) { print what ": not in the copy"; wrong = 1 }
      exit wrong
    }' "$WORK/manifest" - >&2
}

clear_trial() {
  [[ ! -d $TRIAL ]] || trial_stop "$TRIAL" >/dev/null 2>&1 || true
  rm -rf "$TRIAL"
}

# try [COPY] [keep]
try() {
  local keep=""
  [[ ${1:-} != keep ]] || set -- "" keep
  keep=${2:-}
  workspace
  began trial
  trap 'clear_trial; ended trial failed' EXIT
  choose "${1:-}"
  clear_trial
  mkdir "$TRIAL"
  trial_start "$TRIAL"
  content | trial_restore "$TRIAL" || die "copy $COPY cannot be restored"
  trial_counts "$TRIAL" >"$WORK/found" || die "what copy $COPY came to cannot be read"
  compare <"$WORK/found" || die "copy $COPY does not hold what it held when it was made"
  ended trial ok
  say "copy $COPY was restored and holds what it should: $(wc -l <"$WORK/found") tables"
  if [[ $keep == keep ]]; then
    say "look into it with: $(trial_look "$TRIAL")"
  else
    clear_trial
  fi
  rm -rf "$WORK"
}

# over_live COPY
over_live() {
  workspace
  [[ $# -eq 1 ]] || die "which copy? \`list\` names them"
  choose "$1"
  content | live_restore || die "copy $COPY was not restored"
  say "copy $COPY was restored over what ran"
  rm -rf "$WORK"
}
