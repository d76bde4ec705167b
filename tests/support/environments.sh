# shellcheck shell=bash
# Virtual environments for the checks, made by uv: a tenth of pip's time, and a package that two of them share is
# fetched once. To be sourced.

# uv_in CACHE: the path of a uv of our own, which is installed into CACHE/uv.
uv_in() {
  local folder=$1/uv try
  for try in 1 2 3; do
    [ ! -x "$folder/bin/uv" ] || { echo "$folder/bin/uv" && return 0; }
    rm -rf "$folder"
    { python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check uv==0.13.9; } >&2 ||
      sleep $((try * 3))
  done
  echo "uv could not be installed into $folder" >&2
  return 1
}

# environment UV FOLDER PYTHON REQUIREMENTS: makes FOLDER from exactly these requirements, unless it is that already.
environment() {
  local uv=$1 folder=$2 python=$3 requirements=$4 try stamp
  stamp="$("$python" -VV) $(cat "$requirements")"
  [ "$(cat "$folder/.made-from" 2>/dev/null)" != "$stamp" ] || return 0
  for try in 1 2 3; do
    "$uv" venv --quiet --seed --clear --python "$python" "$folder" &&
      "$uv" pip install --quiet --python "$folder/bin/python" --requirement "$requirements" &&
      echo "$stamp" >"$folder/.made-from" && return 0
    echo "installing $requirements failed ($try of 3)" >&2
    sleep $((try * 3))
  done
  return 1
}
