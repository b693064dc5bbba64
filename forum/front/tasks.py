"""Celery tasks of the roof."""

from celery import shared_task
from django.utils import timezone

from forum.front import words
from forum.front.actions import digest


@shared_task
def refresh_words() -> None:
    words.refresh_words()


@shared_task
def plan_digests() -> None:
    digest.plan(now=timezone.now())
