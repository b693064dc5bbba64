#!/usr/bin/env bash
# The database and the files from a backup, to the last piece of the log or to a moment:
#
#     cd /srv/forum && tools/deploy/restore.sh
#     cd /srv/forum && tools/deploy/restore.sh "2026-11-23 11:55"      # this machine's own time zone, unless one is written
#
# It asks first (--yes: it does not). It takes the newest base backup before that moment, checks it and the log from there, puts the
# database that is there aside, lets PostgreSQL go on through the log, and runs restore_drill, which holds the outbox. A moment
# means the database as it was then, also when something else has been restored since. Rehearse on another machine, with a copy of
# BACKUP_DIR. Web, worker and beat are not started: read what restore_drill says first.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    echo 'restore.sh [--yes] ["YYYY-MM-DD HH:MM[:SS]"]: none, or one moment in quotes.' >&2
    exit 2
}
yes=
if [ "${1:-}" = --yes ]; then yes=y && shift; fi
moment='' words="as the last piece of the log left it"
iso='^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?( ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?))?$'
if [ $# -gt 0 ]; then
    [ $# -eq 1 ] && [[ $1 =~ $iso ]] && seconds=$(date -d "$1" +%s 2>/dev/null) || usage
    moment=$(date -u -d "@$seconds" "+%Y-%m-%d %H:%M:%S+00") # not Z: PostgreSQL reads its settings before it knows Z
    words="as it was $(LC_ALL=C date -d "@$seconds" "+%A %-d %B %Y %H:%M:%S %Z") ($(date -u -d "@$seconds" +%H:%M:%S) UTC)"
fi
echo "The site stops, and its database becomes $words."
if [ -z "$yes" ]; then
    read -rp "Write yes: " yes || true
    [ "$yes" = yes ] || { echo "Nothing was changed." && exit 1; }
fi

in_postgres=(docker compose exec -T -u postgres postgres)
sql() { "${in_postgres[@]}" psql -U forum -d postgres -Atqc "$1"; }
database() { docker compose run --rm --no-deps -T --entrypoint /deploy/restore_database.sh -u root postgres "$@"; }
keep=replaced-$(date -u +%Y-%m-%dT%H%M%SZ)
waited=0

docker compose down
# First what may fail, then what changes: a wrong moment, a broken backup or log leaves the database as it was
chosen=$(database choose "$moment") || { echo "The site is stopped; to start it again: docker compose up -d" >&2 && exit 1; }
read -r base timeline moment <<<"$chosen"
kept=$(database aside "$keep")
database lay "$base" "$timeline" "$moment"
docker compose up -d postgres

echo "PostgreSQL goes through the log, from $base on timeline $timeline"
until [ "$(sql 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; do
    if [ $((waited += 1)) -gt "${PATIENCE:-3600}" ]; then
        docker compose logs --tail 20 postgres >&2
        echo "The database is not there yet; the lines above say why.${kept:+ What was there is in BACKUP_DIR/$kept.}" >&2
        exit 1
    fi
    sleep 1
done
for setting in restore_command recovery_target_time recovery_target_timeline recovery_target_action; do
    sql "ALTER SYSTEM RESET $setting"
done
sql "SELECT pg_reload_conf()" >/dev/null
for files in $(docker compose run --rm --no-deps -T --entrypoint sh -u root postgres -c "cd /backup/base/$base && ls files*.tar.gz"); do
    docker compose run --rm --no-deps -T --entrypoint cat -u root postgres "/backup/base/$base/$files" |
        docker compose run --rm --no-deps -T web tar -C /data -xzf -
done
docker compose up -d redis
docker compose run --rm -T migrate python manage.py migrate --no-input
faults=0
docker compose run --rm -T migrate python manage.py restore_drill || faults=$?

echo "Restored from $base${moment:+ to $moment}."
[ -z "$kept" ] || echo "What was there before is kept; when nobody needs it (after 30 days it goes by itself): rm -r \$BACKUP_DIR/$kept"
[ $faults -eq 0 ] || echo "To be looked at first: the lines with ! above. A file that is missing came after the last copy of files: put it back, or ask for it."
echo "Then: docker compose up -d"
exit $faults
