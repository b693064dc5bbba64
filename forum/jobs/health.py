"""Health: whether this process lives, and which part of the site is not well. Asked by machines, and by anybody."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from forum.base.heartbeat import Heartbeat, last_beats
from forum.base.postgresql.patience import patience
from forum.base.room import free_bytes
from forum.mail.models import OutboxMail
from forum.web.access import public

SILENT_AFTER = timedelta(seconds=90)  # beat and the sender say so each 15 to 20 seconds
PATIENCE = 1.5  # seconds for all that asks the database; with a last connect, and Redis, health answers within three
REDIS_PATIENCE = 0.5  # seconds, for the connection and for the answer
MAIL_LATE_AFTER = timedelta(minutes=15)
BACKUP_OLD_AFTER = timedelta(hours=36)  # one is made each night
ARCHIVE_LATE_AFTER = timedelta(minutes=15)  # a piece of the log takes seconds


@public
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the web server lives; asks nothing of the other parts."""
    return HttpResponse("ok", content_type="text/plain")


@public
def ready(request: HttpRequest) -> JsonResponse:
    """200 when all parts are well, else 503; names the parts, reveals nothing else."""
    with patience(PATIENCE):
        parts = {name: _is_well(part) for name, part in PARTS.items()}
    well = all(parts.values())
    return JsonResponse({"klar": well, "dele": parts}, status=200 if well else 503)


def _is_well(part: Callable[[], bool]) -> bool:
    """True when the part's check passes; a check that raises counts as failed, and the other parts are still asked."""
    try:
        return part()
    except (Error, redis.RedisError, OSError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _redis() -> bool:
    limits = {"socket_connect_timeout": REDIS_PATIENCE, "socket_timeout": REDIS_PATIENCE}
    with redis.Redis.from_url(settings.REDIS_URL, **limits) as line:
        return bool(line.ping())


def _is_alive(loop: str) -> bool:
    return timezone.now() - last_beats()[loop] < SILENT_AFTER


def _mail() -> bool:
    oldest = OutboxMail.objects.all().oldest_unsent(timezone.now())
    return oldest is None or timezone.now() - oldest < MAIL_LATE_AFTER


def _disk() -> bool:
    return free_bytes(settings.FILES_ROOT) >= settings.DISK_FREE_MB * 1024 * 1024


def _backup() -> bool:
    """True where the log (WAL) is archived in time, and a base backup is new enough to be gone on from.

    A database whose log is not archived has no backup to watch: a demo's, or one whose supplier sees to it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('archive_mode') <> 'off',"
            " coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false),"
            " has_function_privilege('pg_ls_archive_statusdir()', 'EXECUTE') FROM pg_stat_archiver"
        )
        archives, fails, may_look = cursor.fetchone()
        if not archives:
            return True
        if may_look:  # a command that hangs has not failed: what waits for it grows old
            late = timezone.now() - ARCHIVE_LATE_AFTER
            cursor.execute(
                "SELECT count(*) > 0 FROM pg_ls_archive_statusdir() WHERE name LIKE '%%.ready' AND modification < %s",
                [late],
            )
            fails = fails or cursor.fetchone()[0]
    newest = timezone.now() - BACKUP_OLD_AFTER
    return not fails and Heartbeat.objects.filter(name=Heartbeat.BACKUP, at__gt=newest).exists()


# README, "Watching it", says of each in the same words when it is false
PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "redis": _redis,
    "beat": partial(_is_alive, "beat"),
    "sender": partial(_is_alive, "sender"),
    "mail": _mail,
    "disk": _disk,
    "backup": _backup,
}
