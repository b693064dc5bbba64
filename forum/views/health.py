"""Health: alive, and ready with all its parts."""

from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from forum.http import public
from forum.models import Heartbeat, OutboxMail

BEAT_SILENT_AFTER = timedelta(seconds=90)
MAIL_LATE_AFTER = timedelta(minutes=15)


@public
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@public
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, Redis, beat and mail are well, else 503; names the parts, reveals nothing else."""
    parts = {"database": _database(), "redis": _redis()}
    if parts["database"]:
        parts |= {"beat": _beat(), "mail": _mail()}
    well = all(parts.values())
    return JsonResponse({"klar": well, "dele": parts}, status=200 if well else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def _redis() -> bool:
    try:
        return bool(redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False


def _beat() -> bool:
    last = Heartbeat.objects.filter(name="beat").first()
    return last is not None and timezone.now() - last.at < BEAT_SILENT_AFTER


def _mail() -> bool:
    oldest = OutboxMail.objects.all().oldest_unsent(timezone.now())
    return oldest is None or timezone.now() - oldest < MAIL_LATE_AFTER
