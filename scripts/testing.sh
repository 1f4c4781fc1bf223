# Sourced by the cluster scripts: shardmesh_testing MAIN [ARGUMENT...] runs a main class of module testing.

shardmesh_testing_root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$shardmesh_testing_root/scripts/java.sh"

shardmesh_require_testing() {
    local main=("$shardmesh_testing_root"/testing/target/shardmesh-testing-*.jar)
    if [ ! -r "${main[0]}" ] || [ ! -d "$shardmesh_testing_root/testing/target/lib" ]; then
        echo "shardmesh: not built yet. Run $shardmesh_testing_root/scripts/build.sh first." >&2
        exit 1
    fi
}

shardmesh_testing() {
    shardmesh_require_testing
    local target=$shardmesh_testing_root/testing/target
    local main=("$target"/shardmesh-testing-*.jar)
    exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Xshare:auto -Xlog:disable -Xlog:all=warning:stderr -XX:+UseSerialGC "-Xmx${shardmesh_testing_heap:-1g}" \
        "-Dshardmesh.root=$shardmesh_testing_root" -cp "${main[0]}:$target/lib/*" \
        "io.shardmesh.testing.$@"
}

# shardmesh_long_test MAIN [ARGUMENT...]: runs it in a temporary directory, which goes afterwards, unless --dir names one.
# Who is away for a minute counts as lost, so that what has to be made or deleted again is so before the end.
shardmesh_long_test() {
    export SHARDMESH_REPAIR_GRACE=${SHARDMESH_REPAIR_GRACE:-60s}
    case " $* " in
        *" --dir "*) shardmesh_testing "$@" ;;
    esac
    local code=0
    shardmesh_long_test_work=$(mktemp -d "${TMPDIR:-/tmp}/shardmesh-test.XXXXXX")
    trap 'rm -rf "$shardmesh_long_test_work"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    (shardmesh_testing "$@" --dir "$shardmesh_long_test_work") || code=$?
    exit "$code"
}

# shardmesh_mutated PATCH DIRECTORY: a copy of the tree with the patch applied; fails when it does not apply any more.
shardmesh_mutated() {
    mkdir -p "$2"
    (cd "$shardmesh_testing_root" && git ls-files -z --cached --others --exclude-standard | xargs -0 -r ls -d 2>/dev/null | tar -cf - -T -) | tar -xf - -C "$2"
    if ! (cd "$2" && GIT_CEILING_DIRECTORIES=$(dirname "$2") git apply "$1"); then
        echo "it does not apply any more"
        return 1
    fi
}

# Who catches a patch: its lines "Caught-By: simulate ..." are seeds of the simulator, "Caught-By: test ..." a class of its tests, another
# is for the checks on processes.
shardmesh_caught_by_processes() { sed -n 's/^Caught-By: //p' "$1" | grep -v -e '^simulate ' -e '^test ' || :; }
shardmesh_caught_by_test() { sed -n 's/^Caught-By: test //p' "$1"; }
shardmesh_caught_by_simulator() { sed -n 's/^Caught-By: simulate //p' "$1"; }
