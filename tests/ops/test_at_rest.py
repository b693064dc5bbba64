"""Where nobody does anything nothing is written: what PostgreSQL archives of its log (WAL) is what people did."""

from __future__ import annotations

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction

from forum.base.search_index import Word
from forum.mail.models import OutboxMail
from tests.canary.world import Sweep


def writes(name: str) -> bool:
    """Run the task; whether PostgreSQL gave its transaction a number, as it does at the first row written or locked."""
    with transaction.atomic(), connection.cursor() as cursor:
        current_app.tasks[name]()
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_no_periodic_task_writes_when_nothing_is_due(sweep: Sweep) -> None:
    """All that beat asks for, on a site with something of everything. Two rounds do what is due."""
    current_app.loader.import_default_modules()
    names = [str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    for name in names * 2:
        current_app.tasks[name]()
    assert Word.objects.exists()
    assert OutboxMail.objects.filter(state=OutboxMail.State.SENT).exists()
    assert [name for name in names if writes(name)] == []
    Word.objects.filter(stem=Word.objects.values("stem")[:1]).delete()
    assert [name for name in names if writes(name)] == ["forum.front.tasks.refresh_words"]
