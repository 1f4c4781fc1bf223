#!/usr/bin/env bash
# Many connections on one node, with its limits raised by settings: memory for each, pings, and a put beside them.
#   connections.sh [--count N]      10,000 unless said; needs some N + 1,000 open files (ulimit -n)
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"

count=10000
if [ $# -eq 2 ] && [ "$1" = --count ] && [[ $2 =~ ^[1-9][0-9]{0,5}$ ]]; then
    count=$2
elif [ $# -ne 0 ]; then
    echo "usage: connections.sh [--count N]" >&2
    exit 2
fi
files=$((count + 1000))
if ! ulimit -n "$files" 2>/dev/null && [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt "$files" ]; then
    echo "connections: $count connections need $files open files, and this shell may have $(ulimit -Hn) (ulimit -n)." >&2
    echo "Raise the limit, for example with 'sudo prlimit --pid $$ --nofile=$files', or take fewer: --count N." >&2
    exit 1
fi
export SHARDMESH_CONNECTIONS=$((count + 500)) SHARDMESH_CONNECTIONS_PER_ADDRESS=$((count + 500))
export SHARDMESH_CONNECTION_RATE=1000000 SHARDMESH_HANDSHAKES=1000
shardmesh_require_testing
work=$(mktemp -d "${TMPDIR:-/tmp}/shardmesh-test.XXXXXX")
finish() {
    trap - EXIT INT TERM
    [ ! -d "$work/mesh" ] || "$root/scripts/cluster.sh" down --dir "$work/mesh" || :
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
code=0
shardmesh_testing_heap=4g # Each of the peers is a swarm of its own, with 130 KiB for what it sends.
(shardmesh_testing cluster.ConnectionsTest --dir "$work" --count "$count") || code=$?
exit "$code"
