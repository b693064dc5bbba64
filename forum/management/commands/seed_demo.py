"""Fill a database with a believable forum; may be run again."""

from argparse import ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from forum.front.words import refresh_words

# In this order: each builds on those before
PARTS = ("people", "recommendations", "areas", "meetings", "without_seat", "messages", "minutes", "join_requests")


class Command(BaseCommand):
    help = "Fylder en tom eller brugt database med et troværdigt forum. Kan køres igen uden at fordoble noget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="ganger mængderne op, til målinger")

    def handle(self, *args: Any, scale: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Opfundne personer hører kun til i demoen: seed_demo kræver DEMO=true.")
        now = timezone.now()
        for part in PARTS:
            name = f"forum.demo.seed.{part}"
            if find_spec(name) is None:
                continue
            with transaction.atomic():
                import_module(name).seed(now=now, scale=scale)
        refresh_words()
        self.stdout.write("Forummet er klar.")
