#!/bin/sh
# PostgreSQL's archive_command: archive_wal.sh %p FOLDER/%f keeps a finished piece of the log (WAL) as FOLDER/%f.gz.
#
# It answers 0 only when the piece lies whole on the disk: written under another name, flushed, then renamed. An identical piece is
# accepted, since PostgreSQL asks again after a crash. What is half there, from a full disk or an older way of copying, is
# replaced. Another whole piece of the same name is left and refused: two clusters must not share a folder.
set -eu
piece=$1
kept=$2.gz
if [ -e "$kept" ] && gzip -t "$kept" 2>/dev/null; then
    gzip -dc "$kept" | cmp -s - "$piece" && exit 0
    echo "$kept is another piece of that name: does another cluster archive to this folder?" >&2
    exit 1
fi
# One name, so that what a crash leaves is written over, not collected
gzip -c "$piece" >"$kept.part"
sync "$kept.part"
mv "$kept.part" "$kept"
sync "$(dirname "$kept")"
