# Sourced by benchmarks of small objects, which set root and count, with their arguments: takes --count and --dir, and
# brings a mesh of seven processes on loopback up in $mesh, which goes at the end. Their lines 2 to 5 are their usage.

usage() { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }

source "$root/scripts/java.sh"
dir=
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --count) count=$2 ;;
        --dir) dir=$2 ;;
        *) usage ;;
    esac
    shift 2
done
[[ $count =~ ^[1-9][0-9]{0,6}$ && $count -ge $least_count ]] || usage

work=$(mktemp -d "${dir:-${TMPDIR:-/tmp}}/shardmesh-bench.XXXXXX")
mesh=$work/mesh
finish() {
    trap - EXIT INT TERM HUP
    "$root/scripts/cluster.sh" down --dir "$mesh" >/dev/null || :
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

"$root/scripts/cluster.sh" up 7 --dir "$mesh" >/dev/null
echo "in $work ($(stat -f -c %T "$work")), $(nproc) processors"

run() { # class $1 of the benchmarks, on the mesh and with further arguments
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xlog:disable --enable-native-access=ALL-UNNAMED \
        -cp "$root/bench/target/classes:$root/testing/target/lib/*" "io.shardmesh.bench.$1" "$mesh" "${@:2}"
}
