#!/usr/bin/env bash
# Prints for each kernel GB in a second of CPU of one thread: the first 20 MB of a fresh process, warm, the same work by
# a program in C where there is one (ISA-L, b3sum, openssl), and warm : C. Options of the JVM as arguments, for example
# -XX:UseAVX=0. Needs scripts/bench.sh or scripts/build.sh to have built; about a minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/java.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -d bench/target/classes ]; then
    echo "bench-kernels: not built yet. Run scripts/bench.sh -l first." >&2
    exit 1
fi

peers() { # NAME GB/s, for what is installed
    if [ -r /usr/include/isa-l.h ] && gcc -O2 -o "$work/isal" bench/peers/isal.c -lisal; then "$work/isal"; fi
    if command -v b3sum >/dev/null; then
        head -c 1G /dev/zero >"$work/gib"
        b3sum --num-threads 1 "$work/gib" >/dev/null
        (TIMEFORMAT=%U; time b3sum --num-threads 1 "$work/gib" >/dev/null) 2>&1 | awk '{ print "blake3", 1.0737 / $1 }'
        rm "$work/gib"
    fi
    # Sealing and opening are two passes.
    if command -v openssl >/dev/null; then
        openssl speed -evp chacha20-poly1305 -bytes 65519 -seconds 1 2>/dev/null |
            awk 'END { sub("k", "", $NF); print "channel", $NF / 1e6 / 2 }'
    fi
}

row() { # NAME, further arguments are the JVM's
    local name=$1 said
    shift
    said=$("$JAVA_HOME/bin/java" -XX:+UseSerialGC --add-modules jdk.incubator.vector "$@" \
        -cp bench/target/classes:crypto/target/classes:erasure/target/classes io.shardmesh.bench.KernelFigures \
        "$name" 2>/dev/null)
    awk -v name="$name" -v said="$said" '
        $1 == name { peer = $2 }
        END { split(said, s, " "); printf "%-9s %-10s %7.2f %7.2f %7s %s\n", name, s[1], s[2], s[3],
            peer ? sprintf("%.2f", peer) : "-", peer ? sprintf("%.2f", s[3] / peer) : "-" }' "$work/peers"
}

peers >"$work/peers"
printf '%-9s %-10s %7s %7s %7s %s\n' what kernel first warm C ratio
for what in encode rebuild; do
    row "$what" "$@"
    row "$what" -Dshardmesh.erasure=table "$@"
done
row blake3 "$@"
row blake3 -Dshardmesh.blake3=scalar "$@"
row channel "$@"
row channel -Dshardmesh.chacha=jdk "$@"
