"""Celery tasks of meetings: they only say "look now"."""

from celery import shared_task
from django.utils import timezone

from meetings.agenda.actions.view_copies import plan_copies
from meetings.convocation.actions import reminders
from meetings.followup.reminders import plan_reminders


@shared_task
def plan_mail() -> None:
    reminders.plan_mail(now=timezone.now())
    plan_reminders(now=timezone.now())


@shared_task
def plan_view_copies() -> None:
    plan_copies(now=timezone.now())
