#!/usr/bin/env bash
# Puts and gets over a long line: 50 ms each way, jitter, stalls, 100 Mbit/s. The client has a network namespace of its own (needs
# root) whose only way to the six holders is a relay. Prints what share of the line was used, by the transfer alone and with the
# start of the program, the pings beside it, and how well caps of 4 MB/s and 0.5 MB/s hold. Not part of CI.
#   long-line.sh [MEBIBYTES] (128)
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
mebibytes=${1:-128}
line=12500000
cap=4000000
slow_cap=500000
[[ $mebibytes =~ ^[1-9][0-9]{0,4}$ ]] || { echo "usage: long-line.sh [MEBIBYTES]" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "long-line: needs root for a network namespace" >&2; exit 1; }

work=$(mktemp -d)
space=shardmesh-$$
pids=()
finish() {
    local code=$?
    trap - EXIT
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || :; done
    "$root/scripts/cluster.sh" down --dir "$work/mesh" >/dev/null || :
    ip netns delete "$space" 2>/dev/null || :
    rm -rf "$work"
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

part() { # a part of the relay, in place of this shell
    source "$root/scripts/testing.sh"
    shardmesh_testing longline.LongLineMain "$@"
}
part_inside() { export -f part; export root; exec ip netns exec "$space" bash -c 'part "$@"' part "$@"; }
client() { ip netns exec "$space" "$root/scripts/shardmesh" "$@" --home "$work/client"; }
transfer() { # WHAT BYTES OF MUST COMMAND...: runs it and prints which share of OF bytes a second its BYTES took
    local what=$1 bytes=$2 of=$3 must=$4 start=$EPOCHREALTIME
    shift 4
    "$@" --json >"$work/out.txt"
    LC_ALL=C awk -v what="$what" -v bytes="$bytes" -v of="$of" -v must="$must" -v wall0="$start" -v wall1="$EPOCHREALTIME" \
        -v millis="$(field millis)" -v fetched="$(field fetchedBytes)" -v size="$(field sizeBytes)" 'BEGIN {
            s = millis / 1000
            printf "%-22s %7.2f s  %6.2f MB/s  %4.0f %% of %.2f MB/s (%s); with its start %.2f s, %.0f %%", \
                what, s, bytes / s / 1e6, 100 * bytes / s / of, of / 1e6, must, wall1 - wall0, 100 * bytes / (wall1 - wall0) / of
            if (fetched) printf "; fetched %.1f %% of the object", 100 * fetched / size
            print ""
        }'
}
field() { grep -o "\"$1\" *: *[0-9]*" "$work/out.txt" | grep -o '[0-9]*$' || :; }
service() { # starts the client's service with these options and waits for it
    client service "$@" >"$work/service.txt" 2>&1 &
    pids+=($!)
    service=$!
    for _ in $(seq 300); do
        ! grep -q listening "$work/service.txt" || break
        sleep 0.1
    done
    sleep 5 # to greet all members
}
stop_service() { kill "$(pgrep -P "$service" java || echo "$service")"; wait "$service" || :; }

unset SHARDMESH_PASSPHRASE_FILE
"$root/scripts/cluster.sh" up 6 --dir "$work/mesh" >/dev/null
export SHARDMESH_PASSPHRASE_FILE=$work/mesh/passphrase
ports=$(cat "$work"/mesh/[0-9]*/state.json | grep -o '"port" *: *[0-9]*' | grep -o '[0-9]*$')
ip netns add "$space"
ip -n "$space" link set lo up
(part back "$work" $ports) &
pids+=($!)
sleep 2
(part_inside front "$work" "$line" $ports) &
pids+=($!)
sleep 2
"$root/scripts/cluster.sh" invite --role client --dir "$work/mesh" | client mesh join - --machine client >/dev/null
first=$(echo "$ports" | head -n 1)
bytes=$((mebibytes << 20))
head -c "$bytes" /dev/urandom >"$work/file"
echo "ping, idle: $(part_inside ping "$first" 3) ms (half, 95 %)"
service
for round in 1 2; do
    (part_inside ping "$first" 8 >"$work/ping.txt") &
    pinging=$!
    transfer "put $mebibytes MiB, $round" "$bytes" $((line * 2 / 3)) ">= 80 %" client put "$work/file" --name "file$round"
    wait "$pinging"
    echo "  ping beside it: $(cat "$work/ping.txt") ms (half, 95 %; < 400)"
    (part_inside ping "$first" 8 >"$work/ping.txt") &
    pinging=$!
    transfer "get $mebibytes MiB, $round" "$bytes" "$line" ">= 80 %" client get "file$round" "$work/back"
    wait "$pinging"
    echo "  ping beside it: $(cat "$work/ping.txt") ms (half, 95 %; < 400)"
    cmp "$work/file" "$work/back"
    rm "$work/back"
done
stop_service
capped() { # BYTES_A_SECOND MEBIBYTES
    service --limit-up "$1" --limit-down "$1"
    head -c $(($2 << 20)) "$work/file" >"$work/part"
    transfer "put $2 MiB, capped" $(($2 * 3 << 19)) "$1" "sent; 90 to 110 %" client put "$work/part" --name "part$2"
    transfer "get $2 MiB, capped" $(($2 << 20)) "$1" "90 to 110 %" client get "part$2" "$work/back"
    cmp "$work/part" "$work/back"
    rm "$work/back"
    stop_service
}
capped "$cap" 32
capped "$slow_cap" 4
