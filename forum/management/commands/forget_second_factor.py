"""For the last secretary who lost both phone and emergency codes: the next sign-in sets a second factor up anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from forum.base.addresses import clean_address
from forum.membership.actions import members
from forum.people.models import Member


class Command(BaseCommand):
    help = "Take a member's second factor away and end their sessions, from the server's own console."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        member = Member.objects.active().filter(email=clean_address(email)).first()
        if member is None:
            raise CommandError(f"Ingen aktiv person har adressen {email}.")
        members.forget_second_factor(member=member, by=None, now=timezone.now(), reason="fra serverens konsol")
        self.stdout.write(f"{member} sætter log ind i to trin op på ny ved næste log ind.")
