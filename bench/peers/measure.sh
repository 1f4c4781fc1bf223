# Sourced by scripts/bench-store.sh: running, timing and comparing. Rows go to $work/rows.

fail() {
    echo "bench-store: $*" >&2
    exit 1
}

install_missing() { # commands, named as their packages but for borg and time
    local packages=() command
    for command in "$@"; do
        command -v "$command" >/dev/null || packages+=("${command/#borg/borgbackup}")
    done
    [ -x /usr/bin/time ] || packages+=(time)
    [ ${#packages[@]} -gt 0 ] || return 0
    apt-get install -y --no-install-recommends "${packages[@]}" >/dev/null 2>&1 \
        || fail "cannot install ${packages[*]}; install them, or name others with --peers"
}

# CPU seconds so far of processes that were there before and stay: user and system time.
cpu_of() {
    local ticks=0 pid stat
    for pid in "$@"; do
        stat=$(<"/proc/$pid/stat")
        read -ra stat <<<"${stat##*) }"
        ticks=$((ticks + stat[11] + stat[12]))
    done
    awk -v ticks="$ticks" -v hertz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f", ticks / hertz }'
}

# Runs `measure PROGRAM OPERATION BYTES FUNCTION RUN`; the function sets command and may set servers, whose CPU counts too.
measure() {
    local program=$1 operation=$2 bytes=$3 command=() servers=() before after
    "$4" "$5"
    before=$(cpu_of "${servers[@]}")
    (cd "$work" && /usr/bin/time -o "$work/time" -f '%e %U %S %M' "${command[@]}" >"$work/said" 2>&1) \
        || fail "$program $operation: $(tail -n 1 "$work/said")"
    after=$(cpu_of "${servers[@]}")
    awk -v program="$program" -v operation="$operation" -v bytes="$bytes" -v servers="$before $after" '
        { split(servers, cpu, " ")
          printf "%s %s %.1f %.2f %.2f %.0f\n", program, operation, bytes / $1 / 1e6, $1, $2 + $3 + cpu[2] - cpu[1], $4 / 1024 }' \
        "$work/time" | tee -a "$work/rows" | awk '{ printf "%-9s %-9s %6s %7s %6s %8s\n", $1, $2, $3, $4, $5, $6 }'
}

median() { # column $3 of the rows of program $1 and operation $2
    awk -v program="$1" -v operation="$2" -v column="$3" '$1 == program && $2 == operation { print $column }' "$work/rows" \
        | sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

summary() { # of operation $1 beside the programs that follow
    local operation=$1 ours peer theirs
    ours="$(median shardmesh "$operation" 3) $(median shardmesh "$operation" 5)"
    for peer in "${@:2}"; do
        theirs="$(median "$peer" "$operation" 3) $(median "$peer" "$operation" 5)"
        echo "$ours $theirs" | awk -v operation="$operation" -v peer="$peer" '
            { printf "%s: ours %.0f MB/s, %s %.0f MB/s, ratio %.2f; CPU ours %.1f s, %s %.1f s, ratio %.2f\n",
                  operation, $1, peer, $3, $1 / $3, $2, peer, $4, $2 / $4 }'
    done
}
