"""Mails are signed by a person with a number to call; what is secret is signed by nobody."""

from __future__ import annotations

from typing import Any

from django.test import Client

from forum.mail.models import OutboxMail
from forum.people.models import Member
from recommendations.areas import actions
from tests import world
from tests.forum.signin.test_signin import ask
from tests.world import NOW, Cast

RED: dict[str, Any] = {"colour": "red", "sentence": "Ingen bød.", "next_step": "Ny dialog", "now": NOW}


def test_who_does_it_signs_or_the_first_of_the_secretariat_with_a_telephone(cast: Cast) -> None:
    second = Member.objects.create_user("s2@example.dk", "Sara Sten", is_secretariat=True, phone="33 70 11 11")
    Member.objects.filter(pk=cast.secretary.pk).update(phone="")
    cast.secretary.refresh_from_db()
    signed = []
    for by in (cast.secretary, second, cast.lead):
        area = world.make_area(world.organisation("Aalborg"), title=f"Område {by.pk}")
        actions.report_status(area=area, by=by, **RED)
        mail = OutboxMail.objects.filter(about__area=area.pk).latest("pk")
        signed.append(mail.text.partition("Venlig hilsen\n")[2].partition("\n\n")[0])
        assert f"<strong>{signed[-1].partition(',')[0]}</strong>, KL" in mail.html.replace(' style="', "")
    sara = "Sara Sten, KL\nRing gerne: 33 70 11 11"
    assert signed == ["Sofie Krogh, KL", sara, sara]


def test_a_code_is_signed_by_nobody(cast: Cast) -> None:
    ask(Client(), cast.head.email)
    mail = OutboxMail.objects.get(kind="forum.sign_in_code")
    assert ("Din kode" in mail.text, "Venlig hilsen" in mail.text + mail.html) == (True, False)
