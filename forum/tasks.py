"""Celery tasks of the shared mechanisms: three lines each, safe to run twice."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from forum import files, outbox, pdf
from forum.actions import join_requests, retention
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
    """Hourly: spent form keys older than a week and unused files go, ended sessions too, and who left long ago."""
    SpentKey.objects.filter(at__lt=timezone.now() - timedelta(days=7)).delete()
    files.clean_up(now=timezone.now())
    pdf.clean_up(now=timezone.now())
    join_requests.forget(now=timezone.now())
    outbox.forget_texts(now=timezone.now())
    if not settings.DEMO:  # the demo's people are invented: nobody needs to be forgotten
        retention.pseudonymise_due(now=timezone.now())
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
