"""Celery tasks of meetings: they only say "look now"."""

from celery import shared_task
from django.utils import timezone

from meetings.convocation.actions import reminders
from meetings.followup.reminders import plan_reminders


@shared_task
def plan_mail() -> None:
    reminders.plan_mail(now=timezone.now())
    plan_reminders(now=timezone.now())
