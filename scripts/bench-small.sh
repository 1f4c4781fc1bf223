#!/usr/bin/env bash
# Puts objects of 4 KiB in a mesh of seven processes on loopback through the service of one of them: one after the other and
# 16 at once, beside appending 4 KiB to a file on the same disk and syncing it.
#   bench-small.sh [--count N] [--dir DIR]
# Each row is of N objects (2000). DIR (default: a new one below /tmp) is where the homes lie: give one on a disk. Needs scripts/build.sh.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/java.sh"

count=2000 dir=""
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
[[ $count =~ ^[1-9][0-9]{0,6}$ ]] || usage

work=$(mktemp -d "${dir:-${TMPDIR:-/tmp}}/shardmesh-bench.XXXXXX")
finish() {
    trap - EXIT INT TERM HUP
    "$root/scripts/cluster.sh" down --dir "$work/mesh" >/dev/null || :
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

"$root/scripts/cluster.sh" up 7 --dir "$work/mesh" >/dev/null
echo "in $work ($(stat -f -c %T "$work")), $(nproc) processors"
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xlog:disable --enable-native-access=ALL-UNNAMED \
    -cp "$root/bench/target/classes:$root/testing/target/lib/*" io.shardmesh.bench.SmallPuts "$work/mesh" "$count"
