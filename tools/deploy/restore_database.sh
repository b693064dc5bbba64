#!/usr/bin/env bash
# What restore.sh does inside the database's container.
#
#     restore_database.sh choose [MOMENT]     prints the newest whole base backup before the moment, its checksums verified
#     restore_database.sh lay BASE [MOMENT]   lays it into the empty PGDATA, to be gone on from through the log
#
# MOMENT is UTC: "2026-11-23 10:55:00+00". A base backup is named by its own: 2026-11-23T103000Z.
set -euo pipefail
umask 077
data=${PGDATA:-/var/lib/postgresql/data}
backup=${BACKUP:-/backup}
here=$(dirname "$0")

unpack() { # FOLDER of the backup, folder to unpack into
    tar -xzf "$1/base.tar.gz" -C "$2"
    tar -xzf "$1/pg_wal.tar.gz" -C "$2/pg_wal"
    pg_verifybackup --quiet --manifest-path "$1/backup_manifest" "$2"
}

choose() {
    local last=${1//:/} chosen= folder
    last=${last/ /T}
    for folder in "$backup"/base/[0-9]*Z; do
        [ -d "$folder" ] || continue
        if [ -z "$last" ] || [[ $(basename "$folder") < $last ]]; then chosen=$folder; fi
    done
    if [ -z "$chosen" ]; then
        echo "No base backup in $backup/base is from before ${1:-now}; nothing was changed." >&2
        exit 1
    fi
    room=$(mktemp -d "$backup/restore-XXXXXX") # not local: the trap runs when the function is over
    trap 'rm -rf "$room"' EXIT
    unpack "$chosen" "$room" >&2
    basename "$chosen"
}

lay() {
    if [ -n "$(ls -A "$data" 2>/dev/null)" ]; then
        echo "$data is not empty: a database is there, and stays." >&2
        exit 1
    fi
    unpack "$backup/base/$1" "$data"
    {
        echo "restore_command = '$here/fetch_wal.sh $backup/wal/%f %p'"
        echo "recovery_target_action = promote"
        [ -z "${2:-}" ] || echo "recovery_target_time = '$2'"
    } >>"$data/postgresql.auto.conf"
    touch "$data/recovery.signal"
    chmod 700 "$data"
    [ "$(id -u)" -ne 0 ] || chown -R postgres: "$data"
}

"$@"
