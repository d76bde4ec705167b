# shellcheck shell=bash
# Making a copy: it is encrypted as it is read and sent as it is encrypted, so it never lies on this disk.

# Who can open a copy: you, with the key that is not here, and the restore test with its own.
recipients() {
  echo "$BACKUP_AGE_RECIPIENT"
  [[ ! -s /run/secrets/BACKUP_AGE_IDENTITY ]] || age-keygen -y /run/secrets/BACKUP_AGE_IDENTITY
}

encrypt() { age --encrypt --recipients-file "$WORK/recipients"; }

# send NAME: standard input to storage; prints its size and its SHA-256.
send() {
  local sum size
  mkfifo "$WORK/sum" "$WORK/size"
  sha256sum <"$WORK/sum" >"$WORK/sum.txt" &
  sum=$!
  wc -c <"$WORK/size" >"$WORK/size.txt" &
  size=$!
  tee "$WORK/sum" "$WORK/size" | storage rcat "$(place "$1")" || return 1
  wait "$sum" "$size"
  echo "$(cat "$WORK/size.txt") $(cut -d ' ' -f 1 "$WORK/sum.txt")"
}

# workspace: a folder in memory for as long as this runs.
workspace() {
  WORK=$(mktemp -d /tmp/work.XXXXXX)
}

manifest() {
  printf 'backup %s\ntime %s\nbytes %s\nsha256 %s\n' "$BACKUP" "$1" "$2" "$3"
  sed 's/^/rows\t/' "$WORK/counts"
}

# copy [all]: with `all`, older copies stay, whatever their age.
copy() {
  local name sent arrived bytes sum
  workspace
  began copy
  recipients >"$WORK/recipients"
  name=$(date -u +%Y%m%dT%H%M%SZ)
  : >"$WORK/counts"
  if ! sent=$(dump "$WORK/counts" | encrypt | send "$name.age"); then
    # A dump that broke off may have arrived as a file that looks whole.
    storage deletefile "$(place "$name.age")" 2>/dev/null || true
    die "the copy failed; it does not count"
  fi
  read -r bytes sum <<<"$sent"
  arrived=$(storage lsf --files-only --format s "$(place "$name.age")")
  [[ $arrived == "$bytes" ]] || die "of $bytes bytes, ${arrived:-none} arrived; the copy does not count"
  manifest "$name" "$bytes" "$sum" | encrypt | storage rcat "$(place "$name.manifest.age")"
  remember copy-bytes "$bytes"
  ended copy ok
  say "copy $name: $bytes bytes, $(wc -l <"$WORK/counts") tables"
  rm -rf "$WORK"
  [[ ${1:-} != all ]] || return 0
  thin_out || say "older copies could not be thinned out; the next run tries again"
}
