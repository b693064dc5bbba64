"""Celery tasks: three lines each, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from recommendations.actions import reports


@shared_task
def render_report(report_id: int) -> None:
    reports.make(report_id=report_id, now=timezone.now())


@shared_task
def render_waiting_reports() -> None:
    reports.make_waiting(now=timezone.now())
