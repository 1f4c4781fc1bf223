#!/usr/bin/env bash
# Whole nodes in virtual time under a seed: [--seed N] is the first, [--seeds N] how many; exit 1 at the first that fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/java.sh
mvn --batch-mode --quiet -DskipTests -Dspotless.check.skip=true -pl simulator -am package \
    dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime >&2
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "simulator/target/classes:$(cat simulator/target/classpath)" io.shardmesh.simulator.Simulate "$@"
