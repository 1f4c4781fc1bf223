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
