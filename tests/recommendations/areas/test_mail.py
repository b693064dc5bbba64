"""Mails about innovation areas: who is told that one is delegated, or has come to a stop."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from forum.base.visibility import Audience
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from recommendations.areas import actions
from recommendations.areas.models import Area
from tests import world

ClientFor = Callable[..., Client]
State = Area.State
RED: dict[str, Any] = {"colour": "red", "sentence": "Ingen bød.", "next_step": "Ny dialog"}


@pytest.fixture
def led(cast: world.Cast) -> Area:
    """Led by Aalborg, which is the cast's area lead."""
    return world.make_area(world.organisation("Aalborg"))


class TestMail:
    def told(self, kind: str) -> list[str]:
        mails = OutboxMail.objects.filter(kind=kind).order_by("to_member__name")
        return [mail.to_member.name for mail in mails if mail.to_member]

    def everyone(self, *without: Member) -> list[str]:
        active = Member.objects.active().exclude(pk__in=[m.pk for m in without]).order_by("name")
        return [m.name for m in active if m.as_viewer().is_member]

    def test_delegation_is_told_to_those_who_want_it_at_once(self, cast: world.Cast, now: datetime) -> None:
        for member, pace in ((cast.head, "weekly"), (cast.chair, "never"), (cast.ski, "at_once")):
            NotificationChoice.objects.create(member=member, kind="areas", pace=pace)
        actions.delegate(
            area=world.make_area(), lead=world.organisation("Aalborg"), partners=[], by=cast.secretary, now=now
        )
        assert self.told("recommendations.area_delegated") == self.everyone(cast.head, cast.chair)

    def test_the_lead_is_told_what_comes_first(self, cast: world.Cast, now: datetime) -> None:
        area = world.make_area()
        actions.delegate(area=area, lead=world.organisation("Aalborg"), partners=[], by=cast.secretary, now=now)
        for member, leads in ((cast.lead, True), (cast.head, False)):
            mail = OutboxMail.objects.get(kind="recommendations.area_delegated", to_member=member)
            for text in (mail.text, mail.html):
                assert f"/omraader/{area.slug}/status/" in text if leads else "/status/" not in text
                assert ("Det første skridt er jeres" in text, f"{member.name}" in text) == (leads, True)

    def test_those_whose_task_it_is_are_told_whatever_they_chose(self, cast: world.Cast, now: datetime) -> None:
        for member in (cast.lead, cast.head, cast.chair):
            NotificationChoice.objects.create(member=member, kind="areas", pace="never")
        aalborg, *partners = map(world.organisation, ("Aalborg", "Odense", "Vejle"))
        area = world.make_area()
        actions.delegate(area=area, lead=aalborg, partners=partners, by=cast.secretary, now=now)
        assert "og Odense Kommune og Vejle Kommune er med" in OutboxMail.objects.all()[0].html
        assert self.told("recommendations.area_delegated") == self.everyone(cast.chair)
        for member, is_asked in ((cast.lead, True), (cast.head, True), (cast.ski, False)):
            mail = OutboxMail.objects.get(kind="recommendations.area_delegated", to_member=member)
            told = [("/afmeld/" in text, "I er med" in text) for text in (mail.text, mail.html)]
            assert (mail.is_optional, told) == (not is_asked, [(not is_asked, member == cast.head)] * 2)
            assert delivery.why_not_send(mail, now) == ""

    def test_red_is_told_once_a_turn(self, cast: world.Cast, led: Area, now: datetime) -> None:
        """The secretariat and the partners, whatever they chose; the whole forum when the lead asks it for help."""
        led.partners.add(world.organisation("Odense"))
        NotificationChoice.objects.create(member=cast.head, kind="areas", pace="never")
        for colour in ("green", "red", "red"):
            actions.report_status(area=led, by=cast.lead, now=now, **(RED | {"colour": colour}))
        concerned = sorted(m.name for m in (cast.lead, cast.head, cast.secretary))
        assert self.told("recommendations.area_red") == concerned
        mine = OutboxMail.objects.get(kind="recommendations.area_red", to_member=cast.head)
        assert delivery.why_not_send(mine, now) == ""
        for _ in range(2):
            actions.report_status(area=led, by=cast.lead, now=now, **RED, asks_for_help=True)
        asked = OutboxMail.objects.filter(subject__startswith="Kan du hjælpe").order_by("to_member__name")
        assert [mail.to_member.name for mail in asked if mail.to_member] == self.everyone()
        whom = f"Skriv eller ring til {cast.lead.name} ("
        assert (whom in asked[0].text, whom in mine.text) == (True, False)
        mail = mine
        assert mail.subject == "Gået i stå: Skærmbesøg i hjemmeplejen"
        assert ("Ingen bød." in mail.text, "Ingen bød." in mail.html) == (True, True)

    def test_what_is_closed_is_told_to_few_and_without_its_words(self, cast: world.Cast, now: datetime) -> None:
        area = world.make_area(world.organisation("Aalborg"), title="Hemmeligt udbud", audience=Audience.AUTHORITIES)
        actions.report_status(area=area, by=cast.lead, now=now, **RED, asks_for_help=True)
        assert self.told("recommendations.area_red") == self.everyone(cast.supplier)
        leaks = [m for m in OutboxMail.objects.all() if "udbud" in (m.subject + m.text.replace(area.slug, "")).lower()]
        assert leaks == []

    def test_asked_again_when_sent(self, cast: world.Cast, led: Area, now: datetime) -> None:
        actions.report_status(area=led, by=cast.lead, now=now, **RED, asks_for_help=True)
        Area.objects.update(audience=Audience.SECRETARIAT)
        states = {m.to_member.name: delivery.why_not_send(m, now) for m in OutboxMail.objects.all() if m.to_member}
        assert {name for name, why in states.items() if not why} == {"Sofie Krogh"}
