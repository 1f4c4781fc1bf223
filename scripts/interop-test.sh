#!/usr/bin/env bash
# Checks our libp2p against js-libp2p, both ways:   interop-test.sh
# Prints a line for each check and "N passed, M failed"; exit code 1 when anything failed. The js side comes from the npm
# registry, in the versions of testing/interop/package-lock.json, once: into testing/interop/node_modules.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"
interop=$root/testing/interop

fail() {
    echo "FAIL the js side: $1"
    echo "0 passed, 1 failed"
    exit 1
}

[ $# = 0 ] || { echo "interop-test: $1 is not understood" >&2; exit 2; }
shardmesh_require_testing
for tool in node npm; do
    command -v "$tool" >/dev/null || fail "there is no $tool; install Node.js 20 or newer with npm"
done
installed=$interop/node_modules/.package-lock.json
if [ ! -e "$installed" ] || [ "$interop/package-lock.json" -nt "$installed" ]; then
    log=$(mktemp "${TMPDIR:-/tmp}/shardmesh-npm.XXXXXX")
    trap 'rm -f "$log"' EXIT
    (cd "$interop" && npm ci --no-audit --no-fund --ignore-scripts --fetch-retries=1 --fetch-timeout=60000) >"$log" 2>&1 ||
        fail "npm cannot install it ($(grep -m1 -i 'npm error' "$log" || echo 'no reason given')); is the npm registry reachable?"
    touch "$installed"
    rm -f "$log"
    trap - EXIT
fi
shardmesh_testing interop.InteropTest
