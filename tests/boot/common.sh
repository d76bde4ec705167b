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

# unpack_sid FOLDER PACKAGE…: programs of Debian sid, unpacked there and not installed. sid is apt's only source for it, with
# lists of its own, so the machine's apt never sees it.
unpack_sid() {
	local folder="$1" keyring=/usr/share/keyrings/debian-archive-keyring.gpg package
	local apt=(apt-get -qq -o Dir::Etc::SourceList="$1/sid.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$1/lists"
		-o Acquire::Languages=none -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root)
	shift
	mkdir -p "$folder/lists/partial" "$folder/packages"
	echo "deb [signed-by=$keyring] $DEBIAN_MIRROR sid main" >"$folder/sid.list"
	retry "${apt[@]}" update || die "could not read Debian sid's package list"
	(cd "$folder/packages" && retry "${apt[@]}" download "$@") || die "could not download $*"
	for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder"; done
	rm -rf "$folder/packages" "$folder/lists"
}
