#!/usr/bin/env bash
# Builds and runs the benchmarks that match [REGEXP...], or all; further arguments are JMH's (-h lists them).
# SHARDMESH_JAVA_OPTIONS goes to the JVM, for example -Dshardmesh.erasure=reference.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/java.sh
mvn --batch-mode --quiet -DskipTests -Dspotless.check.skip=true -pl bench -am package \
    dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime >&2
# shellcheck disable=SC2086 # options are words
exec "$JAVA_HOME/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    ${SHARDMESH_JAVA_OPTIONS:-} -cp "bench/target/classes:$(cat bench/target/classpath)" \
    io.shardmesh.bench.BenchMain "$@"
