#!/usr/bin/env bash
# Builds the program without running its tests, and the caches with which it starts faster; the launcher is
# scripts/shardmesh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/java.sh
mvn --batch-mode --quiet -DskipTests -Dspotless.check.skip=true package "$@"
scripts/train.sh
