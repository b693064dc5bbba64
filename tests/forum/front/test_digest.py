"""The weekly digest: on Monday morning, once, with what was chosen and may be seen."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from forum.front.actions import digest
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from recommendations.areas.models import Area
from recommendations.wording import actions
from tests import world
from tests.sink import Sink, said
from tests.world import COPENHAGEN, Cast

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=COPENHAGEN)


def choose(member: Member, kind: str = "areas", pace: str = "weekly") -> None:
    NotificationChoice.objects.update_or_create(member=member, kind=kind, defaults={"pace": pace})


@pytest.fixture
def areas(cast: Cast) -> Cast:
    lead = world.seat_of(cast.lead).organisation
    for title, audience in (("Åbent område", "members"), ("Lukket område", "authorities")):
        area = world.make_area(lead, title=title, audience=audience)
        world.make_update(area, cast.lead, date=MONDAY.date() - timedelta(days=2), sentence=f"Nyt om {title}")
    return cast


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        (MONDAY - timedelta(minutes=1), 0),
        (MONDAY, 1),
        (MONDAY + timedelta(hours=27), 1),
        (MONDAY + timedelta(hours=28), 0),
        (datetime(2027, 3, 29, 8, 0, tzinfo=COPENHAGEN), 0),  # the Monday after the clock changed: nothing to tell
    ],
)
def test_it_comes_on_monday_morning(areas: Cast, now: datetime, sent: int) -> None:
    choose(areas.head)
    assert digest.plan(now=now) == sent


def test_once_a_week_to_those_who_chose_it_with_what_they_may_see(areas: Cast) -> None:
    choose(areas.head)
    choose(areas.supplier)
    choose(areas.chair, pace="never")
    choose(areas.ski, kind="minutes")
    choose(areas.former)
    assert digest.plan(now=MONDAY) == 2
    assert digest.plan(now=MONDAY + timedelta(minutes=10)) == 0
    mails = {mail.to_address: mail for mail in OutboxMail.objects.all()}
    assert set(mails) == {areas.head.email, areas.supplier.email}
    head, supplier = mails[areas.head.email], mails[areas.supplier.email]
    # A mail may be passed on: that there is something closed is said to who may read it, and what it is to nobody
    closed = "Der er også nyt, som kun kan læses på"
    assert (closed in head.text, closed in head.html) == (True, True)
    assert (closed in supplier.text, closed in supplier.html) == (False, False)
    assert [mail for mail in mails.values() if "Lukket område" in mail.text + mail.html] == []
    assert ("Nyt om Åbent område" in supplier.text, supplier.is_optional) == (True, True)


def test_what_is_closed_before_it_goes_is_not_in_it(areas: Cast, sink: Sink) -> None:
    """The supplier's digest lies in the queue when the secretariat closes what it tells about."""
    choose(areas.supplier)
    choose(areas.head)
    assert digest.plan(now=MONDAY) == 2
    assert "Nyt om Åbent område" in OutboxMail.objects.get(to_member=areas.supplier).text, "there is something to leak"
    Area.objects.filter(title="Åbent område").update(audience="authorities")
    world.make_update(
        world.make_area(title="Tredje", audience="members"), areas.lead, date=MONDAY.date(), sentence="Nyt om Tredje"
    )
    assert delivery.send_due(now=MONDAY) == 2
    bodies = {mail["To"]: said(mail) + said(mail, "html") for mail in sink.mails}
    told = {address: ("Åbent" in body, "Nyt om Tredje" in body) for address, body in bodies.items()}
    # The head of procurement still sees it on the site; no mail names what is closed
    assert told == {areas.supplier.email: (False, True), areas.head.email: (False, True)}


def test_a_digest_with_nothing_left_to_tell_is_dropped(areas: Cast, sink: Sink) -> None:
    choose(areas.supplier)
    assert digest.plan(now=MONDAY) == 1
    Area.objects.update(audience="authorities")
    assert delivery.send_due(now=MONDAY) == 0
    assert OutboxMail.objects.get().error == "Modtageren kan ikke længere se noget af det, mailen fortæller."


def test_actions_wait_in_the_digest_of_their_owner(cast: Cast) -> None:
    held = world.make_meeting(start=MONDAY - timedelta(days=40), state="remarks", slug="holdt")
    world.make_minutes(held, released_at=MONDAY - timedelta(days=30))
    world.make_action(world.make_item(held), world.seat_of(cast.lead), text="Skriv køreplan")
    choose(cast.lead, kind="actions")
    choose(cast.head, kind="actions")
    assert digest.plan(now=MONDAY) == 1
    mail = OutboxMail.objects.get()
    assert (mail.to_address, "Skriv køreplan" in mail.text) == (cast.lead.email, True)


def test_a_new_wording_is_told_at_once_or_in_the_digest_never_both(cast: Cast) -> None:
    recommendation = world.make_recommendation(9, audience="members")
    choose(cast.head, kind="recommendations")
    choose(cast.chair, kind="recommendations", pace="never")
    now = MONDAY - timedelta(days=2)
    actions.reword(
        recommendation=recommendation, text="Fordel ansvaret", reason="Kortere",
        revision=recommendation.revision, by=cast.secretary, now=now,
    )  # fmt: skip
    told = set(OutboxMail.objects.filter(kind="recommendations.reworded").values_list("to_address", flat=True))
    at_once = (cast.secretary, cast.lead, cast.supplier, cast.ski, cast.disqualified)
    assert told == {member.email for member in at_once}
    assert digest.plan(now=MONDAY) == 1
    weekly = OutboxMail.objects.get(kind="forum.digest")
    assert (weekly.to_address, "Ny ordlyd" in weekly.text) == (cast.head.email, True)
