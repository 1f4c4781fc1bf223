#!/usr/bin/env bash
# A mesh of real processes on loopback, all of it in one directory:
#   cluster.sh up N | status | kill I | start I | invite [--role hold|client] | down, all with --dir D
set -euo pipefail
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/testing.sh"
shardmesh_testing cluster.ClusterMain "$@"
