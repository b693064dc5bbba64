#!/usr/bin/env bash
# A base backup: the database, then the files, in a new folder of BACKUP_DIR/base that is named when it is whole.
#
#     cd /srv/forum && tools/deploy/base_backup.sh
#     cd /srv/forum && tools/deploy/base_backup.sh files       # only the files that have come since, beside the newest one
#
# Then what is older than DAYS (30) goes, and the product is told, so that its health (part "backup") knows the age.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077
in_postgres=(docker compose exec -T -u postgres postgres)

copy_files() { # file to write; then what tar is told: a stored file never changes, so those newer than a moment are all that came
    # 1: a file came, went or grew meanwhile, and was taken as it was. 2 is a fault
    local to=$1 how=0
    shift
    docker compose exec -T web tar -C /data "$@" -czf - files | "${in_postgres[@]}" sh -c "umask 077; cat >$to.part" || how=$?
    [ $how -le 1 ]
    "${in_postgres[@]}" sh -c "gzip -t $to.part && sync && mv $to.part $to && touch -r ${to%/*}/base.tar.gz ${to%/*}" # whose age is still the base's
}

newest=$("${in_postgres[@]}" sh -c "cd /backup/base 2>/dev/null && ls -d [0-9]*Z 2>/dev/null | tail -n 1 || true")
if [ -n "$newest" ]; then # a day earlier, since that one took its time
    copy_files "/backup/base/$newest/files-since.tar.gz" "--newer-mtime=${newest%T*} -1 day"
fi
[ "${1:-}" != files ] || exit 0

part=new-$$
"${in_postgres[@]}" sh -c "rm -rf /backup/base/new-* && mkdir -p -m 700 /backup/base"
"${in_postgres[@]}" pg_basebackup -U forum -D "/backup/base/$part" -Ft -z -c fast
copy_files "/backup/base/$part/files.tar.gz"
# UTC, so that names are in order also when clocks go back. Backups begin before this moment, and a restore may go to any after
done=$(date -u +%Y-%m-%dT%H%M%SZ)
"${in_postgres[@]}" sh -c "gzip -t /backup/base/$part/*.gz && sync && mv /backup/base/$part /backup/base/$done"
"${in_postgres[@]}" psql -U forum -d forum -qv ON_ERROR_STOP=1 -c \
    "INSERT INTO forum_heartbeat (name, at) VALUES ('backup', now()) ON CONFLICT (name) DO UPDATE SET at = excluded.at"
# A piece of the log is of use only after a base backup that is kept: a day more covers it. What a restore replaced goes as well
"${in_postgres[@]}" sh -c "find /backup/base -mindepth 1 -maxdepth 1 -mtime +${DAYS:-30} -exec rm -r {} +
    find /backup/ -mindepth 1 -maxdepth 1 -name 'replaced-*' -mtime +${DAYS:-30} -exec rm -r {} +
    find /backup/wal -type f ! -name '*.history*' -mtime +$((${DAYS:-30} + 1)) -delete"
echo "Backup: $done"
