#!/usr/bin/env bash
# The database and the files from a backup, to the last piece of the log or to a moment:
#
#     cd /srv/forum && tools/deploy/restore.sh
#     cd /srv/forum && tools/deploy/restore.sh "2026-11-23 11:55"      # this machine's own time zone
#
# It takes the newest base backup before that moment, checks its checksums, lets PostgreSQL go on through the log, and runs
# restore_drill, which holds the outbox. The database that was there is deleted: rehearse on another machine, with a copy of
# BACKUP_DIR. Web, worker and beat are not started: read what restore_drill says first.
set -euo pipefail
cd "$(dirname "$0")/../.."
moment=
waited=0
[ $# -eq 0 ] || moment=$(date -u -d "$1" "+%Y-%m-%d %H:%M:%S+00") # not Z: PostgreSQL reads its settings before it knows Z
in_postgres=(docker compose exec -T -u postgres postgres)
sql() { "${in_postgres[@]}" psql -U forum -d postgres -Atqc "$1"; }

docker compose down
# First what may fail, then what deletes: a wrong moment or a broken backup leaves the database as it was
base=$(docker compose run --rm --no-deps -T --entrypoint /deploy/restore_database.sh -u root postgres choose "$moment")
docker volume rm forum_database >/dev/null
docker compose run --rm --no-deps -T --entrypoint /deploy/restore_database.sh -u root postgres lay "$base" "$moment"
docker compose up -d postgres

echo "PostgreSQL goes through the log"
until [ "$(sql 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; do
    if [ $((waited += 1)) -gt "${PATIENCE:-3600}" ]; then
        docker compose logs --tail 20 postgres >&2
        echo "The database is not there yet; the lines above say why." >&2
        exit 1
    fi
    sleep 1
done
for setting in restore_command recovery_target_time recovery_target_action; do
    sql "ALTER SYSTEM RESET $setting"
done
sql "SELECT pg_reload_conf()" >/dev/null
docker compose run --rm --no-deps -T --entrypoint cat -u root postgres "/backup/base/$base/files.tar.gz" |
    docker compose run --rm --no-deps -T web tar -C /data -xzf -
docker compose up -d redis
docker compose run --rm -T migrate python manage.py migrate --no-input
docker compose run --rm -T migrate python manage.py restore_drill
echo "Restored from $base${moment:+ to $moment}. Now: docker compose up -d"
