#!/usr/bin/env bash
# Puts and gets over a long line: 50 ms each way, jitter, stalls, 100 Mbit/s. The client has a network namespace of its own (needs
# root) whose only way to the six holders is a relay. Prints what share of the line was used, the pings beside it, and how
# well a cap of 4 MB/s holds. Not part of CI.   long-line.sh [MEBIBYTES] (128)
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
mebibytes=${1:-128}
line=12500000
cap=4000000
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
seconds() { # runs the command silently, prints its wall time
    local start=$EPOCHREALTIME
    "$@" >"$work/out.txt"
    LC_ALL=C awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}
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
share() { # WHAT BYTES SECONDS OF MUST
    LC_ALL=C awk -v what="$1" -v bytes="$2" -v s="$3" -v of="$4" -v must="$5" \
        'BEGIN { printf "%-22s %7.2f s  %6.2f MB/s  %4.0f %% of %.2f MB/s (%s)\n", what, s, bytes / s / 1e6, 100 * bytes / s / of, of / 1e6, must }'
}

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
    share "put $mebibytes MiB, $round" "$bytes" "$(seconds client put "$work/file" --name "file$round")" $((line * 2 / 3)) ">= 80 %"
    wait "$pinging"
    echo "  ping beside it: $(cat "$work/ping.txt") ms (half, 95 %; < 400)"
    (part_inside ping "$first" 8 >"$work/ping.txt") &
    pinging=$!
    share "get $mebibytes MiB, $round" "$bytes" "$(seconds client get "file$round" "$work/back")" "$line" ">= 80 %"
    wait "$pinging"
    echo "  ping beside it: $(cat "$work/ping.txt") ms (half, 95 %; < 400)"
    cmp "$work/file" "$work/back"
    rm "$work/back"
done
stop_service
service --limit-up "$cap" --limit-down "$cap"
head -c $((32 << 20)) "$work/file" >"$work/part"
share "put 32 MiB, capped" $((48 << 20)) "$(seconds client put "$work/part" --name part)" "$cap" "sent; 90 to 110 %"
share "get 32 MiB, capped" $((32 << 20)) "$(seconds client get part "$work/back")" "$cap" "90 to 110 %"
cmp "$work/part" "$work/back"
