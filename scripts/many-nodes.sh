#!/usr/bin/env bash
# Many real nodes on this machine: how long they take to join, to put, find and get at the one that joined last, and their
# memory; some 200 MB each.   many-nodes.sh [--nodes N]      50 unless said
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"
shardmesh_require_testing
work=$(mktemp -d "${TMPDIR:-/tmp}/shardmesh-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
code=0
(shardmesh_testing cluster.ManyNodesTest --dir "$work" "$@") || code=$?
exit "$code"
