#!/usr/bin/env bash
# Builds the program without running its tests; the launcher is scripts/shardmesh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/java.sh
exec mvn --batch-mode --quiet -DskipTests -Dspotless.check.skip=true package "$@"
