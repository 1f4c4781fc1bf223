#!/usr/bin/env bash
# Every test that has to pass before a change lands: build with all checks, unit to contract tests, some seeds of
# the simulator, the checks against js-libp2p, those on real processes, repair among nine of them, and a short run of every fuzz target.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/java.sh
mvn --batch-mode --no-transfer-progress verify
scripts/interop-test.sh
# Fuzzing takes what the checks on processes leave idle; what it says comes last.
said=$(mktemp)
nice -n 19 scripts/fuzz.sh --seconds 1 >"$said" 2>&1 &
fuzz=$!
trap 'kill "$fuzz" 2>/dev/null || :; rm -f "$said"' EXIT
# A hundred JVMs start there and end after seconds; the second compiler would only cost them time.
SHARDMESH_JAVA_OPTIONS=${SHARDMESH_JAVA_OPTIONS--XX:TieredStopAtLevel=1} scripts/cluster-test.sh
scripts/repair-test.sh --grace 9
code=0
wait "$fuzz" || code=$?
cat "$said"
exit "$code"
