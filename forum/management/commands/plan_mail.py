"""Put into the outbox what should be there by now: reminders, and meetings that are over marked as held."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.convocation.actions import reminders


def moment(text: str) -> datetime:
    """An ISO time; without an offset it is Danish local time."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else timezone.make_aware(read)


class Command(BaseCommand):
    help = "Lægger de påmindelser i udbakken, som bør ligge der nu. Kan køres igen uden at fordoble noget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", type=moment, help="lad som om klokken er dette (ISO, dansk tid)")

    def handle(self, *args: Any, **options: Any) -> None:
        added = reminders.plan_mail(now=options["now"] or timezone.now())
        self.stdout.write(f"{added} mails lagt i udbakken.")
