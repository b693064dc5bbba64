"""Celery tasks: three lines each, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from recommendations.reports import actions


@shared_task
def render_report(report_id: int) -> None:
    actions.make(report_id=report_id, now=timezone.now())


@shared_task
def render_waiting_reports() -> None:
    actions.make_waiting(now=timezone.now())
