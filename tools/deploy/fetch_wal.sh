#!/bin/sh
# PostgreSQL's restore_command: fetch_wal.sh FOLDER/%f %p brings a piece of the log (WAL) back from the archive.
#
# 1 says that there is none, which is where recovery ends. A piece that is there but broken must not pass for the end, or what
# came after it would be lost in silence: more than 125 stops PostgreSQL, and a person decides.
kept=$1
piece=$2
if [ -e "$kept.gz" ]; then
    gzip -dc "$kept.gz" >"$piece" || exit 126
elif [ -e "$kept" ]; then # from before pieces were compressed
    cp "$kept" "$piece" || exit 126
else
    exit 1
fi
