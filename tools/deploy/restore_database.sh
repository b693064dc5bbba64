#!/usr/bin/env bash
# What restore.sh does inside the database's container.
#
#     restore_database.sh choose [MOMENT]           looks whether everything is there; prints BASE TIMELINE [MOMENT], for `lay`
#     restore_database.sh aside NAME                moves the database that is there to BACKUP/NAME; prints NAME if there was one
#     restore_database.sh lay BASE TIMELINE [MOMENT]    lays BASE into the empty PGDATA, to be gone on from through the log
#
# MOMENT is UTC: "2026-11-23 10:55:00+00". A base backup is named by its own: 2026-11-23T103000Z.
#
# Each restore begins a timeline: the log forks, and goes on under a higher number (its pieces' first eight digits). A moment means
# the database as it was then, so it lies on the timeline that was the newest then, whatever was restored later.
set -euo pipefail
export TZ=UTC LC_ALL=C
umask 077
data=${PGDATA:-/var/lib/postgresql/data}
backup=${BACKUP:-/backup}
wal=$backup/wal
here=$(dirname "$0")
segment=$((16 * 1024 * 1024))

fail() {
    echo "$*" >&2
    echo "Nothing was changed." >&2
    exit 1
}

unpack() { # FOLDER of the backup, folder to unpack into
    tar -xzf "$1/base.tar.gz" -C "$2"
    tar -xzf "$1/pg_wal.tar.gz" -C "$2/pg_wal"
    pg_verifybackup --quiet --manifest-path "$1/backup_manifest" "$2"
}

lsn() { echo $(((16#${1%/*} << 32) + 16#${1#*/})); } # 1/2000028 as a number

piece_at() { echo $(($(lsn "$1") / segment)); } # the number of the piece that an LSN lies in

name_of() { # timeline, number of the piece
    printf '%08X%08X%08X' "$1" $(($2 / 256)) $(($2 % 256))
}

kept() { # NAME, file to write: a piece from the archive
    [ -e "$wal/$1.gz" ] || [ -e "$wal/$1" ] || return 1
    "$here/fetch_wal.sh" "$wal/$1" "$2" 2>/dev/null || return 2
}

# The timeline of a moment, and the line of timelines that leads to it: line_ids, line_forks (the LSN where each ends)

timeline_at() { # MOMENT, or nothing for now
    local found=1 file born
    for file in "$wal"/????????.history*; do # in the order in which they began
        [ -e "$file" ] || continue
        born=$(stat -c %Y "$file")
        # gzip keeps the moment at which PostgreSQL wrote it, however often the archive is copied
        [ "$file" = "${file%.gz}" ] || born=$(od -An -tu4 -j4 -N4 --endian=little "$file")
        if [ -z "$1" ] || [ "$born" -le "$(date -d "$1" +%s)" ]; then found=$((16#$(basename "$file" | cut -c1-8))); fi
    done
    echo "$found"
}

read_line() { # timeline
    local id fork rest
    line_ids=() line_forks=()
    if [ "$1" -gt 1 ]; then
        kept "$(printf %08X "$1").history" "$room/history" || fail "The history of timeline $1 is missing or broken in $wal."
        while read -r id fork rest; do
            [[ $id =~ ^[0-9]+$ ]] || continue
            line_ids+=("$id") line_forks+=("$fork")
        done <"$room/history"
    fi
    line_ids+=("$1") line_forks+=(7FFFFFFF/0)
}

id_at() { # number of a piece: the timeline under which it lies; the piece in which a fork lies is the new one's
    local at=0
    while [ "$(piece_at "${line_forks[$at]}")" -le "$1" ] && [ $((at + 1)) -lt ${#line_ids[@]} ]; do at=$((at + 1)); done
    echo "${line_ids[$at]}"
}

# The newest base backup before the moment on that line: base, base_start and base_end (LSN)

pick_base() { # MOMENT or nothing
    local last=${1//:/} folder id start end at
    last=${last/ /T} base=
    for folder in "$backup"/base/[0-9]*Z; do
        [ -d "$folder" ] || continue
        [ -z "$last" ] || [[ $(basename "$folder") < $last ]] || continue
        read -r id start end < <(sed -n 's/.*"Timeline": \([0-9]*\), "Start-LSN": "\(.*\)", "End-LSN": "\(.*\)".*/\1 \2 \3/p' \
            "$folder/backup_manifest") || continue
        for at in "${!line_ids[@]}"; do
            if [ "${line_ids[$at]}" = "$id" ] && [ "$(lsn "$end")" -le "$(lsn "${line_forks[$at]}")" ]; then
                base=$folder base_start=$start base_end=$end
            fi
        done
    done
    [ -n "$base" ] || fail "No base backup in $backup/base is from before ${1:-now}."
}

# The chain of pieces from there, and when it ends

walk() { # sets: reached, the last piece before a fault or the end; fault, a sentence or nothing
    local number newest name how
    # What the base backup brings itself need not be in the archive
    reached=$(piece_at "$base_end") fault=
    newest=$(find "$wal" -name "$(printf %08X "${line_ids[-1]}")????????????????*" ! -name '*.part' -printf '%f\n' | sort | tail -n 1)
    if [ -n "$newest" ]; then
        newest=$((16#${newest:8:8} * 256 + 16#${newest:16:8}))
    elif [ ${#line_ids[@]} -gt 1 ]; then # nothing of it was archived: the line ends where it forks
        newest=$(($(piece_at "${line_forks[-2]}") - 1))
    fi
    for ((number = $(piece_at "$base_start"); number <= ${newest:-0}; number++)); do
        name=$(name_of "$(id_at "$number")" "$number") how=0
        kept "$name" "$room/piece" || how=$?
        [ $how -ne 0 ] || [ "$(stat -c %s "$room/piece")" -eq $segment ] || how=2
        if [ $how -eq 1 ] && [ "$number" -le "$reached" ]; then continue; fi
        case $how in
            1) fault="The piece $name of the log is missing." && return ;;
            2) fault="The piece $name of the log is broken." && return ;;
        esac
        [ "$number" -le "$reached" ] || reached=$number
    done
}

last_change() { # prints the time of the last transaction from the base backup to the piece reached; nothing if there is none
    local number name found
    for ((number = reached; number >= $(piece_at "$base_start"); number--)); do
        name=$(name_of "$(id_at "$number")" "$number")
        kept "$name" "$room/$name" || continue
        # It ends with an error where the piece is not written to its end
        found=$(pg_waldump --path "$room" --rmgr Transaction "$name" 2>/dev/null |
            sed -nE 's/.*(COMMIT|ABORT)[A-Z_]* ([0-9-]+ [0-9:.]+) UTC.*/\2/p' | sort | tail -n 1) || true
        rm "$room/$name"
        if [ -n "$found" ]; then echo "$found" && return; fi
    done
}

choose() {
    local moment=${1:-} timeline last
    room=$(mktemp -d "$backup/restore-XXXXXX") # not local: the trap runs when the function is over
    trap 'rm -rf "$room"' EXIT
    timeline=$(timeline_at "$moment")
    read_line "$timeline"
    pick_base "$moment"
    walk
    last=$(last_change)
    # PostgreSQL stops at a moment only when it sees a change after it
    if [ -n "$moment" ] && [[ ${moment%+00} < $last ]]; then
        fault=
    elif [ -n "$fault" ]; then
        fail "$fault${last:+ What lies before it can be had: restore.sh \"${last%.*}Z\".}"
    elif [ -n "$moment" ]; then
        echo "The log ends before that moment, at ${last:-the base backup} UTC: the database goes on to there." >&2
        moment=
    fi
    mkdir "$room/base"
    unpack "$base" "$room/base" >&2
    echo "$(basename "$base") $timeline $moment"
}

aside() {
    [ -n "$(ls -A "$data" 2>/dev/null)" ] || return 0
    if ! cp -a "$data" "$backup/$1"; then
        rm -rf "${backup:?}/$1"
        fail "There is no room in $backup for the database that is there."
    fi
    touch "$backup/$1" # its age is counted from now
    sync
    find "$data" -mindepth 1 -delete
    echo "$1"
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
        echo "recovery_target_timeline = $2"
        [ -z "${3:-}" ] || echo "recovery_target_time = '$3'"
    } >>"$data/postgresql.auto.conf"
    touch "$data/recovery.signal"
    chmod 700 "$data"
    [ "$(id -u)" -ne 0 ] || chown -R postgres: "$data"
}

"$@"
