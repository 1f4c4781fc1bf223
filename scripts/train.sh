#!/usr/bin/env bash
# Makes the AOT caches with which scripts/shardmesh starts faster, one for each launch profile, from a rehearsal on
# a tiny mesh on loopback. Does nothing when there are caches of these very jars. Ends with 0 unless a signal ends it:
# without caches the program only starts more slowly. Nothing stays but cli/target/aot.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/java.sh"
source "$root/scripts/launch.sh"

readonly limit_seconds=300 # Each step; some ten seconds on an idle machine, minutes on one where much else is built.
aot=$shardmesh_target/aot
work=
rehearsal=

give_up() {
    echo "train: no cache for faster starts: $*" >&2
    exit 0
}

finish() {
    trap - EXIT INT TERM HUP ERR
    exec 3>&- # The rehearsal of profile data ends when its input does.
    if [ -n "$rehearsal" ]; then
        kill "$rehearsal" 2>/dev/null || :
        wait "$rehearsal" 2>/dev/null || :
    fi
    [ -z "$work" ] || rm -rf "$work" "$aot"/new.$$.*
}

made_with() { # what beside the jars makes another cache
    echo "$root ${shardmesh_options[*]}"
    cat "$JAVA_HOME/release" "$root/scripts/launch.sh" "$root/scripts/train.sh"
}

java_of() { # runs a JVM as for profile $1, with further arguments
    case $1 in
        data) shardmesh_choose_profile service ;;
        short) shardmesh_choose_profile list ;;
        tiny) shardmesh_choose_profile version ;;
    esac
    exec timeout --kill-after=10 "$limit_seconds" "$JAVA_HOME/bin/java" "${shardmesh_options[@]}" \
        "${shardmesh_profile_options[@]}" -cp "$shardmesh_main_jar" "${@:2}"
}

rehearse() { # profile $1, noted in $work/$1.noted
    java_of "$1" -XX:AOTMode=record "-XX:AOTConfiguration=$work/$1.noted" io.shardmesh.cli.Rehearsal "$1" "$work/mesh"
}

assemble() { # the cache of profile $1
    (java_of "$1" -XX:AOTMode=create "-XX:AOTConfiguration=$work/$1.noted" "-XX:AOTCache=$aot/new.$$.$1") \
        >"$work/said" 2>&1 && [ -s "$aot/new.$$.$1" ]
}

said() { # the last line that a step printed
    tail -n 1 "$work/said" 2>/dev/null || :
}

shardmesh_find_jars || give_up "nothing is built yet; run $root/scripts/build.sh"
mkdir -p "$aot" || give_up "cannot write in $shardmesh_target"
with=$(made_with)
if shardmesh_caches_fit && [ "$with" = "$(cat "$aot/made-with" 2>/dev/null)" ]; then exit 0; fi

trap finish EXIT
trap 'give_up "a step failed, perhaps the disk is full"' ERR
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
work=$(mktemp -d "${TMPDIR:-/tmp}/shardmesh-train.XXXXXX" 2>/dev/null) || give_up "no temporary folder"
IFS=: read -ra jars <<<"$shardmesh_jars"
"$JAVA_HOME/bin/java" -cp "$shardmesh_main_jar" io.shardmesh.cli.ArchivableJars "${jars[@]}" >"$work/said" 2>&1 ||
    give_up "cannot make the jars fit for one: $(said)"
shardmesh_jars_now || give_up "cannot read the jars"
before=$REPLY
mkdir "$work/mesh"
mkfifo "$work/input" "$work/output"

rehearse data <"$work/input" >"$work/output" 2>"$work/said" &
rehearsal=$!
exec 3>"$work/input"
read -r ready <"$work/output" || ready=
[ "$ready" = ready ] || give_up "the rehearsal failed: $(said)"
for profile in short tiny; do
    (rehearse "$profile" </dev/null >/dev/null 2>"$work/said") || give_up "the rehearsal of commands failed: $(said)"
done
exec 3>&-
code=0
wait "$rehearsal" || code=$?
rehearsal=
[ "$code" = 0 ] || give_up "the rehearsal did not end well: $(said)"

for profile in "${shardmesh_profiles[@]}"; do
    assemble "$profile" || give_up "the JVM made none: $(said)"
done
rm -f "$aot/files" # While they change nobody uses them.
caches=()
for profile in "${shardmesh_profiles[@]}"; do
    shardmesh_cache "$profile"
    # Nobody looks into them again, so that they must not lose pages when the power goes.
    sync "$aot/new.$$.$profile"
    mv -f "$aot/new.$$.$profile" "$REPLY"
    caches+=("$REPLY")
done
echo "$with" >"$aot/made-with"
shardmesh_jars_now || give_up "cannot read the jars"
[ "$REPLY" = "$before" ] || give_up "the jars changed meanwhile"
shardmesh_files_now "${jars[@]}" "${caches[@]}" || give_up "cannot read the caches"
echo "$REPLY" >"$aot/new.$$.files"
mv -f "$aot/new.$$.files" "$aot/files"
