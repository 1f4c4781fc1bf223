# Sourced by the other scripts: sets JAVA_HOME to a JDK of at least the wanted version, or says what to install.

shardmesh_java_wanted=25

# Without other programs while JAVA_HOME is right: this is part of each start.
shardmesh_take_java() { # sets JAVA_HOME to directory $1 when that has the wanted JDK
    local line version
    [ -r "$1/release" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    while read -r line; do
        case $line in
            JAVA_VERSION=*)
                version=${line#*\"}
                version=${version%%[!0-9]*}
                [ -n "$version" ] && [ "$version" -ge "$shardmesh_java_wanted" ] || return 1
                export JAVA_HOME=$1
                return 0
                ;;
        esac
    done <"$1/release"
    return 1
}

shardmesh_find_java() {
    local javac candidate
    if [ -n "${JAVA_HOME:-}" ] && shardmesh_take_java "$JAVA_HOME"; then return 0; fi
    javac=$(type -P javac) && javac=$(readlink -f "$javac") || javac=
    for candidate in "${javac%/bin/javac}" /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$candidate" ] && shardmesh_take_java "$candidate"; then return 0; fi
    done
    echo "shardmesh: no JDK $shardmesh_java_wanted found in JAVA_HOME, on PATH or in the usual folders." >&2
    echo "Install one (for example Temurin $shardmesh_java_wanted, or your system's openjdk-$shardmesh_java_wanted-jdk) or set JAVA_HOME to it." >&2
    return 1
}

shardmesh_find_java || exit 1
