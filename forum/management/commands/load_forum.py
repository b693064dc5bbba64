"""The start of a real installation: what is the same for everybody, and nothing invented."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from forum.base.text import counted
from forum.front.words import refresh_words
from forum.membership.actions.organisations import load_organisations
from recommendations.wording.load import load_ten


class Command(BaseCommand):
    help = "Lægger de 98 kommuner, SKI, KL og de ti anbefalinger i en ny database. Kan køres igen."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        organisations, recommendations = load_organisations(by=None, now=now), load_ten(by=None, now=now)
        refresh_words()
        what = (
            counted(organisations, "organisation", "organisationer"),
            counted(recommendations, "anbefaling", "anbefalinger"),
        )
        self.stdout.write(f"Oprettet: {what[0]} og {what[1]}.")
