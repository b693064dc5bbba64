#!/usr/bin/env bash
# A base backup: the database, then the files, in a new folder of BACKUP_DIR/base that is named when it is whole.
#
#     cd /srv/forum && tools/deploy/base_backup.sh
#
# Then what is older than DAYS (30) goes, and the product is told, so that its health (part "backup") knows the age.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077
in_postgres=(docker compose exec -T -u postgres postgres)
part=new-$$

"${in_postgres[@]}" sh -c "rm -rf /backup/base/new-* && mkdir -p -m 700 /backup/base"
"${in_postgres[@]}" pg_basebackup -U forum -D "/backup/base/$part" -Ft -z -c fast
docker compose exec -T web tar -C /data -czf - files | "${in_postgres[@]}" sh -c "umask 077; cat >/backup/base/$part/files.tar.gz"
# UTC, so that names are in order also when clocks go back. Backups begin before this moment, and a restore may go to any after
done=$(date -u +%Y-%m-%dT%H%M%SZ)
"${in_postgres[@]}" sh -c "gzip -t /backup/base/$part/*.gz && sync && mv /backup/base/$part /backup/base/$done"
"${in_postgres[@]}" psql -U forum -d forum -qv ON_ERROR_STOP=1 -c \
    "INSERT INTO forum_heartbeat (name, at) VALUES ('backup', now()) ON CONFLICT (name) DO UPDATE SET at = excluded.at"
# A piece of the log is of use only after a base backup that is kept: a day more covers it
"${in_postgres[@]}" sh -c "find /backup/base -mindepth 1 -maxdepth 1 -mtime +${DAYS:-30} -exec rm -r {} +
    find /backup/wal -type f -mtime +$((${DAYS:-30} + 1)) -delete"
echo "Backup: $done"
