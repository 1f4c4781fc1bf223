#!/usr/bin/env bash
# Whole nodes in virtual time under a seed:   simulate.sh [--seed N] [--seeds N] [--nodes N] [--hours H] [--scenario hour|power|join]
# --seed is the first, --seeds how many; exit code 1 at the first that fails, with a trace for people.
#                                             simulate.sh --mutations [NAME ...]
# First the seeds on the tree as it is, which must pass, then on throw-away copies, each with one patch of
# testing/mutations that says "Caught-By: simulate --seeds N": one of these seeds must fail. Takes minutes for each.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"

build() { # of the tree $1
    (cd "$1" && mvn --batch-mode --quiet -DskipTests -Dspotless.check.skip=true -pl simulator -am package \
        dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime >&2)
}

simulate() { # of the tree $1, with arguments
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "$1/simulator/target/classes:$(cat "$1/simulator/target/classpath")" io.shardmesh.simulator.command.Simulate "${@:2}"
}

if [ "${1:-}" != --mutations ]; then
    build "$root"
    simulate "$root" "$@"
    exit
fi
shift

work=$(mktemp -d "${TMPDIR:-/tmp}/shardmesh-mutations.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
passed=0 failed=0
verdict() { # $1 is pass or fail
    if [ "$1" = pass ]; then passed=$((passed + 1)); echo "PASS $2"; else failed=$((failed + 1)); echo "FAIL $2"; fi
}

build "$root"
if simulate "$root" --seeds 3; then verdict pass "the tree as it is passes"; else verdict fail "the tree as it is does not pass"; fi
for patch in "$root"/testing/mutations/*.patch; do
    name=$(basename "$patch" .patch)
    seeds=$(shardmesh_caught_by_simulator "$patch")
    if [ -z "$seeds" ] || { [ $# -gt 0 ] && [[ " $* " != *" $name "* ]]; }; then continue; fi
    echo "--- $name"
    if ! shardmesh_mutated "$patch" "$work/$name" || ! build "$work/$name"; then
        verdict fail "$name: no tree to simulate"
        continue
    fi
    code=0
    # shellcheck disable=SC2086 # several words
    simulate "$work/$name" $seeds >"$work/$name.out" || code=$?
    found=$(tail -n 1 "$work/$name.out")
    if [ "$code" = 1 ] && [[ $found == *BROKEN:* ]]; then
        verdict pass "$name is found: ${found%%:*}, ${found#*BROKEN: }"
    else
        verdict fail "$name: exit code $code, and no invariant was broken"
    fi
    rm -rf "${work:?}/$name"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
