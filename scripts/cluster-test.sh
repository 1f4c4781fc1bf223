#!/usr/bin/env bash
# Checks on seven real processes and a client:   cluster-test.sh [--mutations] [--seed N] [--small] [--only LETTERS]
# Prints a line for each check and "N passed, M failed"; exit code 1 when anything failed. The seed that it
# prints replays it. --only runs those whose lines begin with one of the letters, --small only what tells the
# mutations apart. --mutations first runs the checks as they are, which must pass, and then on throw-away copies
# of the tree, each with one patch of testing/mutations, where the check that the patch names after "Caught-By:"
# must fail; those that only the simulator tells apart are left out.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"

mutations=false
arguments=()
for word in "$@"; do
    if [ "$word" = --mutations ]; then mutations=true; else arguments+=("$word"); fi
done

shardmesh_require_testing
"$root/scripts/train.sh" # The checks start many processes, and look at the caches too.
work=$(mktemp -d "${TMPDIR:-/tmp}/shardmesh-test.XXXXXX")
running=
finish() { # nothing may stay behind, whatever happened
    trap - EXIT INT TERM
    if [ -n "$running" ]; then
        kill "$running" 2>/dev/null || :
        wait "$running" 2>/dev/null || :
    fi
    local mesh
    for mesh in "$work"/*/mesh; do
        [ ! -d "$mesh" ] || "$root/scripts/cluster.sh" down --dir "$mesh" || :
    done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

checks() { # runs the checks of the built tree $1 in directory $2 with further arguments
    local code=0
    (source "$1/scripts/testing.sh" && shardmesh_testing cluster.ClusterTest --dir "$2" "${@:3}") &
    running=$!
    wait "$running" || code=$?
    running=
    return "$code"
}

mutated() { # copies the tree, applies patch $1, builds; what it prints is for people
    local copy=$2
    shardmesh_mutated "$1" "$copy" || return 1
    # The checks themselves stay as they are; only what they check is built anew.
    (cd "$copy" && mvn --batch-mode --quiet -Dmaven.test.skip=true -Dspotless.check.skip=true -pl cli -am package) || return 1
    mkdir -p "$copy/testing/target"
    cp -R "$root/testing/target/lib" "$root"/testing/target/shardmesh-testing-*.jar "$copy/testing/target/"
    cp "$copy"/cli/target/lib/*.jar "$copy"/cli/target/shardmesh-cli-*.jar "$copy/testing/target/lib/"
}

if ! $mutations; then
    checks "$root" "$work/clean" "${arguments[@]}"
    exit
fi

passed=0 failed=0
verdict() { # $1 is pass or fail
    if [ "$1" = pass ]; then passed=$((passed + 1)); echo "PASS $2"; else failed=$((failed + 1)); echo "FAIL $2"; fi
}
if checks "$root" "$work/clean" --small "${arguments[@]}"; then
    verdict pass "the tree as it is passes"
else
    verdict fail "the tree as it is does not pass"
fi
for patch in "$root"/testing/mutations/*.patch; do
    name=$(basename "$patch" .patch)
    caught_by=$(shardmesh_caught_by_processes "$patch")
    [ -n "$caught_by" ] || continue # The simulator's.
    echo "--- $name"
    if ! mutated "$patch" "$work/$name-tree"; then
        verdict fail "$name: no tree to check"
        continue
    fi
    code=0
    checks "$work/$name-tree" "$work/$name" --small "${arguments[@]}" >"$work/$name.out" || code=$?
    cat "$work/$name.out"
    if [ "$code" = 1 ] && [ -n "$caught_by" ] && grep -q "^FAIL $caught_by" "$work/$name.out"; then
        verdict pass "$name is found by a check $caught_by"
    else
        verdict fail "$name: exit code $code, and no check '$caught_by' failed"
    fi
    rm -rf "$work/$name-tree" # Its checks have ended.
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
