"""Celery tasks of the shared mechanisms: three lines each, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from forum.base import heartbeat
from forum.jobs import queue, worker
from forum.mail import senders
from forum.membership import retention


@shared_task
def beat() -> None:
    heartbeat.beat("beat", timezone.now())


@shared_task
def send_mail() -> None:
    if senders.send_all():
        send_mail.delay()


@shared_task
def work() -> None:
    """One job a task: between two of them the worker process is free for mail."""
    if worker.work_next():
        queue.wake()


@shared_task
def clean_up() -> None:
    """Hourly: what has been kept long enough goes."""
    retention.forget(now=timezone.now())
