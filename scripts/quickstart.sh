#!/usr/bin/env bash
# Shows what Shardmesh does: builds it, starts a mesh of seven processes on this machine, stores FILE from a client
# that holds nothing itself, kills two of the six holders, gets the file back and compares.   quickstart.sh [FILE]
# The default file is a large one that is there anyway. Everything else is made in a temporary folder and removed.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/java.sh"

say() { printf '\n== %s\n' "$*"; }
fail() { echo "quickstart: $*" >&2; exit 1; }

[ $# -le 1 ] || { echo "usage: quickstart.sh [FILE]" >&2; exit 2; }
file=${1:-}
if [ -z "$file" ]; then
    for candidate in "$JAVA_HOME/lib/modules" "$JAVA_HOME/lib/src.zip" "$JAVA_HOME/lib/server/libjvm.so"; do
        if [ -r "$candidate" ]; then file=$candidate; break; fi
    done
    [ -n "$file" ] || fail "found no large file of its own accord; name one: quickstart.sh FILE"
fi
[ -e "$file" ] || fail "$file: no such file"
[ -f "$file" ] && [ -r "$file" ] || fail "$file: not a file that can be read"

work=$(mktemp -d "${TMPDIR:-/tmp}/shardmesh-quickstart.XXXXXX")
mesh=$work/mesh
finish() {
    local code=$?
    trap - EXIT
    trap '' INT TERM HUP # Cleaning up is not to be stopped half-way.
    [ ! -d "$mesh" ] || "$root/scripts/cluster.sh" down --dir "$mesh" || :
    rm -rf "$work"
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

now_millis() { echo $(($(date +%s) * 1000 + 10#$(date +%N | cut -c1-3))); }
rate() { awk -v bytes="$1" -v millis="$2" 'BEGIN { printf "%.1f s, %.1f MB/s", millis / 1e3, bytes / 1e3 / (millis ? millis : 1) }'; }
bytes=$(wc -c <"$file")
bytes=$((bytes))

say "Building (the first time this downloads libraries)"
"$root/scripts/build.sh"

say "Starting a mesh of 7 nodes, each a process of its own"
"$root/scripts/cluster.sh" up 7 --dir "$mesh"
export SHARDMESH_PASSPHRASE_FILE=${SHARDMESH_PASSPHRASE_FILE:-$mesh/passphrase}
client=$work/client
shardmesh() { "$root/scripts/shardmesh" "$@" --home "$client"; }

say "A client joins by an invite; it stores files and holds nothing for others"
"$root/scripts/cluster.sh" invite --role client --dir "$mesh" | shardmesh mesh join - --machine client

say "Storing $file ($bytes bytes)"
start=$(now_millis)
shardmesh put "$file" --name quickstart
put_millis=$(($(now_millis) - start))

shardmesh distribution quickstart --json >"$work/distribution.json"
holders=$(grep -o '"machine":"m[0-9]*","alive":true,"complete":true' "$work/distribution.json" |
    sed 's/^"machine":"m\([0-9]*\)".*/\1/' | sort -un | head -n 2)
[ "$(echo "$holders" | wc -w)" -eq 2 ] || fail "it does not lie on two holders: $(cat "$work/distribution.json")"

say "Killing two of its holders without warning (SIGKILL): nodes" $holders
for holder in $holders; do
    "$root/scripts/cluster.sh" kill "$holder" --dir "$mesh"
done
shardmesh distribution quickstart

say "Getting it back from those that are left"
start=$(now_millis)
shardmesh get quickstart "$work/returned"
get_millis=$(($(now_millis) - start))

cmp -- "$file" "$work/returned" || fail "what came back is not what was stored"

say "What happened"
echo "$file was sealed, cut into shards with parity and spread over the machines of the mesh."
echo "Two of the machines that held it died, and it came back byte for byte all the same."
echo "put: $(rate "$bytes" "$put_millis"), get with two holders dead: $(rate "$bytes" "$get_millis")" \
    "(start of the program included)"
