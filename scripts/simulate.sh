#!/usr/bin/env bash
# Whole nodes in virtual time under a seed:   simulate.sh [--seed N] [--seeds N] [--nodes N] [--hours H] [--scenario hour|power|join]
#                                             simulate.sh --scenario month [--nodes N] [--days D] [--objects N] [--no-repair] [--at-once N] [--seed N]
# --seed is the first, --seeds how many; exit code 1 at the first that fails, with a trace for people.
#                                             simulate.sh --mutations [NAME ...]
# First the seeds on the tree as it is, which must pass, then on throw-away copies, each with one patch of
# testing/mutations that says "Caught-By: simulate --seeds N": one of these seeds must fail; or "Caught-By: test CLASS": a test of this class
# must, which has its seed in it. Takes minutes for each.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"

build() { # of the tree $1
    (cd "$1" && mvn --batch-mode --quiet -DskipTests -Dspotless.check.skip=true -pl simulator -am package \
        dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime >&2)
}

# Runs the tests of class $2 of the tree $1; "failed" only when a test has, not when nothing could be run.
verdict_of_test() {
    (cd "$1" && mvn --batch-mode -Dspotless.check.skip=true -Dtest="$2" -Dsurefire.failIfNoSpecifiedTests=false -pl simulator -am package) \
        >"$1.tests" 2>&1 && { echo passed; return; }
    grep -Eq 'Tests run: [0-9]+, (Failures: [1-9]|Failures: 0, Errors: [1-9])' "$1.tests" && echo failed || echo "not run"
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
    test=$(shardmesh_caught_by_test "$patch")
    if [ -z "$seeds$test" ] || { [ $# -gt 0 ] && [[ " $* " != *" $name "* ]]; }; then continue; fi
    echo "--- $name"
    if ! shardmesh_mutated "$patch" "$work/$name" || ! build "$work/$name"; then
        verdict fail "$name: no tree to simulate"
        continue
    fi
    if [ -n "$test" ]; then
        outcome=$(verdict_of_test "$work/$name" "$test")
        verdict "$([ "$outcome" = failed ] && echo pass || echo fail)" "$name: $test $outcome"
        rm -rf "${work:?}/$name"
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
