#!/usr/bin/env bash
# Puts and gets one random file in a mesh of seven processes on loopback, and in a local repository of each other program, in
# turn. Prints every run, then the medians: ours, theirs, the ratio.
#   bench-store.sh [--size BYTES] [--runs N] [--dir DIR] [--peers "restic borg"]
# DIR (default: a new one below /tmp) is where homes and repositories lie: give one on tmpfs and one on disk. What is
# missing of restic, borg and GNU time is installed with apt-get, which needs root.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/bench/peers/measure.sh"
source "$root/bench/peers/programs.sh"

size=1073741824 runs=3 dir="" peers=(restic borg)
usage() { sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --size) size=$2 ;;
        --runs) runs=$2 ;;
        --dir) dir=$2 ;;
        --peers) read -ra peers <<<"$2" ;;
        *) usage ;;
    esac
    shift 2
done
[[ $size =~ ^[0-9]{1,12}$ && $runs =~ ^[1-9][0-9]{0,2}$ ]] || usage
for peer in "${peers[@]}"; do declare -F "${peer}_put" >/dev/null || usage; done

install_missing "${peers[@]}"
work=$(mktemp -d "${dir:-${TMPDIR:-/tmp}}/shardmesh-bench.XXXXXX")
finish() {
    trap - EXIT INT TERM HUP
    mesh_down || :
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

file=$work/file
head -c "$size" /dev/urandom >"$file"
mesh_up 7
echo "$size bytes, $runs runs, in $work ($(stat -f -c %T "$work")), $(nproc) processors"
echo "program operation  MB/s  wall s  CPU s  peak MB"
for run in $(seq "$runs"); do
    for program in shardmesh "${peers[@]}"; do
        "${program}_fresh" "$run"
        measure "$program" put "$size" "${program}_put" "$run"
        measure "$program" get "$size" "${program}_get" "$run"
        cmp -s "$file" "$work/out/file" || fail "$program: what came back differs"
        "${program}_clear"
        rm -rf "$work/out"
    done
done
summary put "${peers[@]}"
summary get "${peers[@]}"
