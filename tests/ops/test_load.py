"""A real installation begins with what is the same for everybody, and with nobody invented."""

import pytest
from django.core.management import call_command

from forum.people.models import Member, Organisation
from recommendations.wording.models import Recommendation

pytestmark = pytest.mark.django_db


def test_a_new_installation_and_once_more(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_forum")
    call_command("load_forum")
    assert capsys.readouterr().out.splitlines() == [
        "Oprettet: 100 organisationer og 10 anbefalinger.",
        "Oprettet: 0 organisationer og 0 anbefalinger.",
    ]
    assert (Organisation.objects.municipalities().count(), Recommendation.objects.count()) == (98, 10)
    assert Member.objects.count() == 0


def test_the_first_of_the_secretariat() -> None:
    call_command("createsuperuser", interactive=False, email="chef@example.dk", name="Sofie", verbosity=0)
    first = Member.objects.get()
    assert (first.name, first.is_secretariat, first.has_usable_password()) == ("Sofie", True, False)
