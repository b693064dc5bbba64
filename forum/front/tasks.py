"""Celery tasks of the roof."""

from celery import shared_task

from forum.front import search


@shared_task
def refresh_words() -> None:
    search.refresh_words()
