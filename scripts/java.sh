# Sourced by the other scripts: sets JAVA_HOME to a JDK of at least the wanted version, or says what to install.

shardmesh_java_wanted=25

shardmesh_java_version() { # the feature version of the JDK in directory $1, or nothing
    [ -r "$1/release" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

shardmesh_find_java() {
    local on_path candidate version
    on_path=$(command -v javac || :)
    [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$candidate" ] || continue
        version=$(shardmesh_java_version "$candidate")
        if [ -n "$version" ] && [ "$version" -ge "$shardmesh_java_wanted" ]; then
            export JAVA_HOME=$candidate
            return 0
        fi
    done
    echo "shardmesh: no JDK $shardmesh_java_wanted found in JAVA_HOME, on PATH or in the usual folders." >&2
    echo "Install one (for example Temurin $shardmesh_java_wanted, or your system's openjdk-$shardmesh_java_wanted-jdk) or set JAVA_HOME to it." >&2
    return 1
}

shardmesh_find_java || exit 1
