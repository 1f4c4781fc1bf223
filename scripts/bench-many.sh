#!/usr/bin/env bash
# Fills a mesh of seven processes on loopback with objects of 4 KiB, and tells at a hundredth, a tenth and all of them what a
# put, a name, a lookup, a list and a restart cost, and what they take of memory and disk.
#   bench-many.sh [--count N] [--dir DIR]
# N is 100000; DIR (default: a new one below /tmp) is where the homes lie: give one on a disk. Needs scripts/build.sh.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/java.sh"

count=100000 dir=""
usage() { sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --count) count=$2 ;;
        --dir) dir=$2 ;;
        *) usage ;;
    esac
    shift 2
done
# A hundredth of them has to hold what is measured.
[[ $count =~ ^[1-9][0-9]{0,6}$ && $count -ge 100000 ]] || usage

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

fill() { # from $1 to $2 objects, and what it costs among so many
    echo
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xlog:disable --enable-native-access=ALL-UNNAMED \
        -cp "$root/bench/target/classes:$root/testing/target/lib/*" io.shardmesh.bench.ManyObjects "$mesh" "$1" "$2"
    memory=$(awk '/^VmRSS/ { print int($2 / 1024) }' $(awk '{ print "/proc/" $1 "/status" }' "$mesh"/*.pid) | sort -n | xargs)
    echo "RSS of the nodes: $memory MB"
    du -sb "$mesh"/[1-7] | awk -v count="$2" '{ sum += $1 } END { printf "disk: %.1f KiB for each object, all homes\n", sum / count / 1024 }'
    "$root/scripts/cluster.sh" kill 7 --dir "$mesh" >/dev/null
    start=$(date +%s%N)
    "$root/scripts/shardmesh" --home "$mesh/7" service >"$work/said" 2>&1 &
    node=$!
    exec 3<"$work/said" # A loop that looks again and again would take a processor from it.
    read -r said <&3
    [[ $said == 'listening on '* ]] || { echo "bench-many: $said" >&2; exit 1; }
    echo "ready after kill -9: $((($(date +%s%N) - start) / 1000000)) ms"
    kill "$node"
    wait "$node" || :
    exec 3<&-
    "$root/scripts/cluster.sh" start 7 --dir "$mesh" >/dev/null
}

mkfifo "$work/said"
"$root/scripts/cluster.sh" up 7 --dir "$mesh" >/dev/null
export SHARDMESH_PASSPHRASE_FILE=$mesh/passphrase
echo "in $work ($(stat -f -c %T "$work")), $(nproc) processors"
fill 0 $((count / 100))
fill $((count / 100)) $((count / 10))
fill $((count / 10)) "$count"
