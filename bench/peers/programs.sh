# Sourced by scripts/bench-store.sh: each program stores $file and brings it back as $work/out/file. A function sets command, which
# is timed from $work; PROGRAM_fresh and PROGRAM_clear come before and after and are not.

export RESTIC_PASSWORD=bench BORG_PASSPHRASE=bench
export BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes BORG_RELOCATED_REPO_ACCESS_IS_OK=yes

mesh_up() { # a mesh of $1 services, the first of which is the owner's
    "$root/scripts/cluster.sh" up "$1" --dir "$work/mesh" >/dev/null || fail "the mesh does not start"
    export SHARDMESH_PASSPHRASE_FILE=$work/mesh/passphrase
    mapfile -t mesh_pids < <(cat "$work"/mesh/*.pid | awk '{ print $1 }')
}

mesh_down() {
    [ ! -d "$work/mesh" ] || "$root/scripts/cluster.sh" down --dir "$work/mesh" >/dev/null
}

shardmesh_fresh() { mkdir "$work/out"; }
shardmesh_clear() { :; }
shardmesh_put() {
    command=("$root/scripts/shardmesh" --home "$work/mesh/1" put "$file" --name "run$1")
    servers=("${mesh_pids[@]}")
}
shardmesh_get() {
    command=("$root/scripts/shardmesh" --home "$work/mesh/1" get "run$1" "$work/out/file")
    servers=("${mesh_pids[@]}")
}

restic_fresh() {
    mkdir "$work/out"
    RESTIC_CACHE_DIR=$work/restic-cache restic -q -r "$work/restic" init
}
restic_clear() { rm -rf "$work/restic" "$work/restic-cache"; }
restic_put() { command=(restic -q -r "$work/restic" --cache-dir "$work/restic-cache" backup file); }
restic_get() { command=(restic -q -r "$work/restic" --cache-dir "$work/restic-cache" restore latest --target "$work/out"); }

borg_fresh() {
    mkdir "$work/out"
    export BORG_BASE_DIR=$work/borg-base
    borg init -e repokey-blake2 "$work/borg" 2>/dev/null
}
borg_clear() { rm -rf "$work/borg" "$work/borg-base"; }
borg_put() { command=(borg create -C none "$work/borg::file" file); }
borg_get() { command=(env -C "$work/out" borg extract "$work/borg::file"); }
