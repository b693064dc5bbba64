"""Celery tasks of meetings: they only say "look now"."""

from celery import shared_task
from django.utils import timezone

from meetings.actions import nags, papers, reminders


@shared_task
def plan_mail() -> None:
    reminders.plan_mail(now=timezone.now())
    nags.plan_nags(now=timezone.now())


@shared_task
def render_minutes() -> None:
    papers.render_waiting()
