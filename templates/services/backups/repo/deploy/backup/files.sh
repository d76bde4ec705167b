# shellcheck shell=bash
# Files in volumes: how they are copied and restored, for backup.sh, which says what each function is for.

FILES=/files

# count FOLDER: a line for each volume: its name and how many files it has, but for those that belong to an open database.
count() {
  local volume
  for volume in "$FILES"/*/; do
    volume=$(basename "$volume")
    printf '%s\t%s\n' "$volume" "$(find "$1/$volume" -type f -regextype egrep ! -regex '.*-(journal|wal|shm)' | wc -l)"
  done
}

# A database in a file is copied by SQLite itself, which waits until nobody writes to it.
copy_databases() {
  python3 - "$FILES" "$1" <<'PROGRAM'
import os, shutil, sqlite3, sys

source, copies = sys.argv[1:]
for folder, _, names in os.walk(source):
    for path in (os.path.join(folder, name) for name in names):
        if os.path.islink(path) or not os.path.isfile(path):
            continue
        with open(path, "rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                continue
        below = os.path.relpath(path, source)
        os.makedirs(os.path.dirname(os.path.join(copies, below)), exist_ok=True)
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=60) as live:
            with sqlite3.connect(os.path.join(copies, below)) as copy:
                live.backup(copy)
        shutil.copymode(path, os.path.join(copies, below))
        print(below)
PROGRAM
}

# Files come and go meanwhile: the copy has between what was there before and what is there after.
dump() {
  local databases=$STATE/databases volumes copied code=0
  rm -rf "$databases"
  mkdir "$databases"
  copy_databases "$databases" >"$databases.list" || return 1
  sed 's,.*,&\n&-journal\n&-wal\n&-shm,' "$databases.list" >"$databases.without"
  mapfile -t volumes < <(cd "$FILES" && printf '%s\n' *)
  # By another name, so that what is left out above is not left out of these.
  mapfile -t copied < <(find "$databases" -type f -printf './%P\n')
  [[ ${#copied[@]} -eq 0 ]] || copied=(--directory="$databases" "${copied[@]}")
  count "$FILES" >"$1.before"
  # 1: a file changed while it was read.
  tar --create --gzip --numeric-owner --directory="$FILES" --no-wildcards --anchored \
    --exclude-from="$databases.without" "${volumes[@]}" "${copied[@]}" || code=$?
  count "$FILES" >"$1.after"
  rm -rf "$databases" "$databases.list" "$databases.without"
  [[ $code -le 1 ]] || return 1
  paste "$1.before" "$1.after" |
    awk -F '\t' -v OFS='\t' '{ print $1, ($2 < $4 ? $2 : $4), ($2 > $4 ? $2 : $4) }' >"$1"
}

trial_start() { :; }

unpack() { tar --extract --gzip --no-same-owner --preserve-permissions --directory="$1"; }

trial_restore() { unpack "$1"; }

trial_counts() { count "$1"; }

trial_look() { echo "docker compose exec backup-$BACKUP find $1"; }

trial_stop() { :; }

# Where deploy/scripts/restore mounts the volumes to be written to. What is newer than the copy goes as well.
live_restore() {
  [[ -d /live ]] || die "deploy/scripts/restore restores files; this container may only read them"
  find /live -mindepth 2 -delete && unpack /live
}
