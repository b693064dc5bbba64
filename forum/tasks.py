"""Celery tasks of the shared mechanisms: three lines each, safe to run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from forum import files, outbox, pdf
from forum.actions import join_requests
from forum.models import Heartbeat, SpentKey


@shared_task
def beat() -> None:
    Heartbeat.beat("beat", timezone.now())


@shared_task
def send_mail() -> None:
    if outbox.send_due() == outbox.BATCH:
        send_mail.delay()


@shared_task
def clean_up() -> None:
    """Hourly: spent form keys older than a week and unused files go; ended sessions and pseudonymisations follow."""
    SpentKey.objects.filter(at__lt=timezone.now() - timedelta(days=7)).delete()
    files.clean_up(now=timezone.now())
    pdf.clean_up(now=timezone.now())
    join_requests.forget(now=timezone.now())
    outbox.forget_texts(now=timezone.now())
