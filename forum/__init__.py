"""The project, and the people: organisations, seats, members, and the mechanisms all parts share."""

from forum.celery import app as celery_app

__all__ = ["celery_app"]
