#!/usr/bin/env bash
# Stores many files of 4 KiB by batch-put in a mesh of seven processes on loopback, through a client with a service, and gets them back,
# beside restic and borg with a repository on the same disk, where these are installed; then what holders gained and what one file moves.
#   bench-batch.sh [--count N] [--dir DIR]
# N files (10000). DIR (default: a new one below /tmp) is where homes, files and repositories lie: give one on tmpfs. Needs scripts/build.sh.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
count=10000 least_count=2
source "$root/bench/mesh.sh"

readonly runs=3
work=$(readlink -f -- "$work") mesh=$work/mesh
client=$work/client shardmesh=$root/scripts/shardmesh
export SHARDMESH_PASSPHRASE_FILE=$mesh/passphrase
service=
end_service() {
    [ -z "$service" ] || { kill "$service" && wait "$service"; } 2>/dev/null || :
    finish
}
trap end_service EXIT
"$root/scripts/cluster.sh" invite --role client --dir "$mesh" \
    | "$shardmesh" --home "$client" mesh join - --machine bench >/dev/null
"$shardmesh" --home "$client" service >"$work/client.log" 2>&1 &
service=$!
until grep -q /p2p/ "$work/client.log"; do
    kill -0 "$service" || { cat "$work/client.log" >&2; exit 1; }
    read -rt 0.1 <> <(:) || :
done
on() { "$shardmesh" --home "$client" "$@"; }
number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$2"; } # the first field $1 of a line of JSON in $2

cd "$work"
for ((made = 0; made < count; made += 100)); do # a hundred in each folder
    mkdir -p "files/$((made / 100))"
    some=$((count - made < 100 ? count - made : 100))
    head -c $((some * 4096)) /dev/urandom | split -b 4096 -a 2 -d - "files/$((made / 100))/"
done
one=files/$((count / 200))/00

export RESTIC_PASSWORD=bench RESTIC_CACHE_DIR=$work/restic-cache BORG_PASSPHRASE=bench BORG_BASE_DIR=$work/borg-base
seconds() { # of the command in "$@"
    local start=${EPOCHREALTIME/./}
    "$@" >said 2>&1 || { echo "$*: $(tail -n 3 said)" >&2; exit 1; }
    awk -v micros=$((${EPOCHREALTIME/./} - start)) 'BEGIN { printf "%.2f", micros / 1e6 }'
}
same() { diff -r --no-dereference files "$1" || { echo "what $2 gave back differs" >&2; exit 1; }; }
borg_get() { (mkdir out && cd out && borg extract "$work/borg::run"); }

ours() {
    local put get
    put=$(seconds on batch-put files --recursive --json)
    get=$(seconds on batch-get 'files/**' out --preserve-structure --json)
    same out/files shardmesh
    printf '%-12s %8s %8s\n' shardmesh "$put" "$get"
}
restic_beside() {
    local put get
    restic -q -r restic init
    put=$(seconds restic -q -r restic backup files)
    get=$(seconds restic -q -r restic restore latest --target out)
    same out/files restic
    printf '%-12s %8s %8s\n' restic "$put" "$get"
}
borg_beside() {
    local put get
    borg init -e repokey-blake2 borg 2>/dev/null
    put=$(seconds borg create -C none borg::run files)
    get=$(seconds borg_get)
    same out/files borg
    printf '%-12s %8s %8s\n' borg "$put" "$get"
}
held() { # files and bytes that lie in the stores of the holders, an index apart, which is made anew
    find "$mesh"/[0-9]*/store -type f ! -name '*index*' -printf '%s\n' | awk '{ bytes += $1 } END { print NR, bytes }'
}

echo "$count files of 4 KiB; seconds"
printf '%-12s %8s %8s\n' program put get
read -r files bytes < <(held)
for run in $(seq "$runs"); do
    ours
    if [ "$run" = 1 ]; then
        read -r files_after bytes_after < <(held)
        gained="holders gained $((files_after - files)) files, $(((bytes_after - bytes) / 1000000)) MB"
    fi
    rm -rf out
    for program in restic borg; do
        command -v "$program" >/dev/null || continue
        "${program}_beside"
        rm -rf out "$program" restic-cache borg-base
    done
done
echo "$gained"
on stats --json >before
on get "$one" got --json >moved
on stats --json >after
cmp got "$one"
echo "one file alone: $(number fetchedBytes moved) bytes of blocks, $(($(number receivedBytes after) - $(number receivedBytes before))) bytes in all"
