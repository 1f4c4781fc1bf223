#!/usr/bin/env bash
# Throws changed inputs at every decoder of foreign bytes:   fuzz.sh [--seconds N] [--target NAME] [--seed N] [--list]
# N seconds for each target (default 1). Prints a line for each, and every finding with its input. The stored
# inputs are in testing/corpus; --write-corpus makes them anew. Needs a build.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"
shardmesh_testing fuzz.FuzzMain "$@"
