"""Write a report to a file, the same as the page makes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forum.base.pdf.render import RenderFailed
from forum.base.visibility import Audience
from recommendations.reports.document import make
from recommendations.reports.models import Report


class Command(BaseCommand):
    help = "Laver en rapport som PDF, fx: manage.py report anbefalinger --audience members --output rapport.pdf"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=Report.Kind.values)
        parser.add_argument("--audience", choices=Audience.values, default=Audience.MEMBERS.value)
        parser.add_argument("--output", type=Path, required=True, metavar="FIL")

    def handle(self, *args: Any, audience: str, output: Path, **options: Any) -> None:
        try:
            made = make(audience=audience, now=timezone.now(), readers=None)
            output.write_bytes(made.pdf)
        except (RenderFailed, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{output}: {made.pdf.pages} sider, {Audience(audience).label.lower()}.")
