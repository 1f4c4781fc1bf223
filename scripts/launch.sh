# Sourced: how a JVM of the program is started. What runs the program and what trains its AOT caches must agree
# in class path and options, else the JVM takes no notice of the cache. Needs root (this tree) and JAVA_HOME.

shardmesh_target=$root/cli/target

# Sets shardmesh_main_jar, whose manifest names the others, and shardmesh_jars; fails when nothing is built.
shardmesh_find_jars() {
    local LC_ALL=C IFS=:
    local jars=("$shardmesh_target"/shardmesh-cli-*.jar "$shardmesh_target"/lib/*.jar)
    [ -r "${jars[0]}" ] && [ -r "${jars[1]:-}" ] || return 1
    shardmesh_main_jar=${jars[0]}
    shardmesh_jars="${jars[*]}"
}

shardmesh_options=(
    --enable-native-access=ALL-UNNAMED    # SQLite and the terminal call native code
    --sun-misc-unsafe-memory-access=allow # Netty and protobuf still use it; without this they warn
    -XX:+UseSerialGC
    # A heap that begins small and gives back what a full collection finds empty, instead of a 64th of the machine.
    # At most half of what there is, so that the 64 MiB of Argon2id have a place on a small machine too.
    -Xms16m -XX:MaxRAMPercentage=50 -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 -XX:-ShrinkHeapInSteps
    # What the JVM has to say never reaches stdout. That an archive does not fit is nothing to say.
    -Xlog:disable "-Xlog:all=warning,aot*=off,cds*=off:stderr"
)

# Where the system gives large pages to who asks: fewer faults, which cost the most where Argon2id fills 64 MiB. Without
# them the JVM would warn.
{ read -r REPLY </sys/kernel/mm/transparent_hugepage/enabled; } 2>/dev/null || REPLY='[never]'
case $REPLY in
    *'[never]'*) ;;
    *) shardmesh_options+=(-XX:+UseTransparentHugePages) ;;
esac

shardmesh_profiles=(data short tiny)

# Whether the home of the command line $@ has a service that runs. Wrong answers only cost time.
shardmesh_is_served() {
    local home=${SHARDMESH_HOME:-${HOME:-}/.shardmesh} word before= pid purpose
    for word in "$@"; do
        case $before,$word in
            --home,*) home=$word ;;
            *,--home=*) home=${word#*=} ;;
        esac
        before=$word
    done
    { read -r pid purpose <"$home/owner"; } 2>/dev/null && [ "$purpose" = service ] && kill -0 "$pid" 2>/dev/null
}

# Sets shardmesh_profile, the name of the cache too, and shardmesh_profile_options for the command line $@.
# Short commands end before the second compiler pays off, also a put or get that a service does for them. What moves
# data or stays needs it. The JVM loads all of a cache, which is too much for what only prints itself. A command is
# recognised wherever the options stand.
shardmesh_choose_profile() {
    local word heap=() young=()
    shardmesh_profile=short
    for word in "$@"; do
        case $word in
            # Three stripes in flight bound what they need; of 4+2 that is less than 64 MB, of 64+32 it is 400.
            put | get | batch-put | batch-get) shardmesh_is_served "$@" || { shardmesh_profile=data heap=(-Xmx512m); }; break ;;
            service | bootstrap | benchmark) shardmesh_profile=data; break ;;
            version | --help | -h) shardmesh_profile=tiny; break ;;
        esac
    done
    case $shardmesh_profile in
        # Vectors where a machine has them; else nothing happens.
        # Blocks of a megabyte live for some hundred others: the young generation grows as large as the old one, so that
        # they die there. Each collection of the old one decides anew, so an idle node has a small one. Of a small heap
        # that somebody asks for, half would not hold what Argon2id fills.
        data)
            [[ ${SHARDMESH_JAVA_OPTIONS:-} == *-Xmx* ]] || young=(-XX:NewRatio=1)
            shardmesh_profile_options=(-Dshardmesh.vectors=true "${heap[@]}" "${young[@]}"
                -XX:SurvivorRatio=2 -XX:MinHeapFreeRatio=40 -XX:MaxHeapFreeRatio=60
                -XX:TrimNativeHeapInterval=10000 # what compiling has taken and left
                "-XX:CompileCommandFile=$root/scripts/inlining.txt")
            ;;
        # Version tells which kernels the machine has for data.
        tiny) shardmesh_profile_options=(-XX:TieredStopAtLevel=1 -XX:-UsePerfData -Dshardmesh.vectors=true) ;;
        short) shardmesh_profile_options=(-XX:TieredStopAtLevel=1 -XX:-UsePerfData) ;;
    esac
}

shardmesh_cache() { # sets REPLY to the AOT cache of profile $1
    REPLY=$shardmesh_target/aot/$1.aot
}

# Sets REPLY to what these files are now: jars and caches. We compare, because before 25.0.4 the JVM does not notice
# another jar (JDK-8377932) and would run classes that are no longer there, and because its checksums of a cache, which
# would tell a damaged one, read all of it at each start.
shardmesh_files_now() {
    REPLY=$(stat -L -c '%n %s %.3Y' "$@" 2>/dev/null) || return 1
    REPLY=${REPLY//"$shardmesh_target/"/}
}

shardmesh_jars_now() {
    local IFS=:
    # shellcheck disable=SC2086 # a list of jars is words
    shardmesh_files_now $shardmesh_jars
}

# Whether jars and caches are what $shardmesh_target/aot/files says that they were when the caches were made.
shardmesh_caches_fit() {
    local REPLY files profile caches=() IFS=:
    [ -r "$shardmesh_target/aot/files" ] || return 1
    for profile in "${shardmesh_profiles[@]}"; do
        shardmesh_cache "$profile"
        caches+=("$REPLY")
    done
    # shellcheck disable=SC2086 # a list of jars is words
    shardmesh_files_now $shardmesh_jars "${caches[@]}" || return 1
    IFS= read -r -d '' files <"$shardmesh_target/aot/files" || : # Ends at the end of the file.
    [ "$files" = "$REPLY"$'\n' ]
}
