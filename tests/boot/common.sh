# shellcheck shell=bash
# What the boot scripts share: where things are cached, how they speak, how they retry.

# Everything fetched or built outside the repository; keep this folder between CI runs to start warm.
BOOT_CACHE="${BOOT_CACHE:-$HOME/.cache/shipready-boot}"
DEBIAN_MIRROR="${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
export BOOT_CACHE DEBIAN_MIRROR

say() { printf '%s\n' "boot: $*" >&2; }

die() {
	say "$*"
	exit 1
}

# retry COMMAND…: a mirror that answers badly once usually answers well a moment later.
retry() {
	local attempt
	for attempt in 1 2 3; do
		"$@" && return 0
		say "attempt $attempt failed: $*"
		sleep $((attempt * 2))
	done
	return 1
}
