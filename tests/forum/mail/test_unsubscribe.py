"""Out of optional mail by the mail's own link: by a person's press, and by the mail program's own (RFC 8058)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from forum.front.mail import DIGEST as WEEKLY
from forum.mail import delivery, kinds, unsubscribe
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.mail.unsubscribe import DIGEST, UnsubscribeLink
from forum.membership.actions import members
from forum.people.models import Member, NotificationChoice, SeatHolding
from meetings.attendance.attendees import attendees
from meetings.convocation.actions.queue_mail import queue
from meetings.convocation.mail import ANSWER_REMINDER, CONVOCATION
from meetings.minutes.mail import RELEASED
from recommendations.areas.mail import tell_delegated
from tests import world
from tests.forum.mail.conftest import QueueMail
from tests.world import NOW, Cast

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
Choices = list[tuple[str, str]]


def path_of(member: Member, choice: str) -> str:
    return f"/afmeld/{UnsubscribeLink(member.pk, choice).token()}/"


def choose(member: Member, **paces: str) -> None:
    for kind, pace in paces.items():
        NotificationChoice.objects.create(member=member, kind=kind, pace=pace)


def chosen(member: Member) -> Choices:
    return list(member.notification_choices.order_by("kind").values_list("kind", "pace"))


def on_record() -> list[tuple[str, str, str, str, str]]:
    """(kind, pace, verb, via, who) of each choice made by an action."""
    events = world.history(NotificationChoice).exclude(pgh_context=None).order_by("pk")
    names = [f"pgh_context__metadata__{name}" for name in ("verb", "via", "name")]
    return list(events.values_list("kind", "pace", *names))


def test_a_look_changes_nothing_and_one_press_stops_one_kind(cast: Cast, client: Client) -> None:
    path = path_of(cast.head, "minutes")
    page = client.get(path)
    assert (page.status_code, page.context["labels"], page.context["is_stopped"]) == (200, ["Referater"], False)
    assert chosen(cast.head) == []
    page = client.post(path)
    assert (page.status_code, page.context["labels"], page.context["is_stopped"]) == (200, ["Referater"], True)
    assert chosen(cast.head) == [("minutes", "never")]
    assert client.get(path).context["is_stopped"] is True
    assert [chosen(other) for other in cast.everyone().values() if other != cast.head and chosen(other)] == []


def test_the_mail_program_presses_without_a_cookie_and_perhaps_twice(cast: Cast) -> None:
    program, path = Client(enforce_csrf_checks=True), path_of(cast.head, "areas")
    assert [program.post(path, ONE_CLICK).status_code for _ in range(2)] == [200, 200]
    assert chosen(cast.head) == [("areas", "never")]
    assert on_record() == [("areas", "never", "forum.membership.choose_notifications", "mail-link", "Mette Lindholm")]


def test_the_digest_is_what_is_weekly(cast: Cast, client: Client) -> None:
    choose(cast.head, minutes="weekly", areas="weekly", actions="at_once")
    path = path_of(cast.head, DIGEST)
    labels = ["Nyt om innovationsområder", "Referater"]
    assert [client.get(path).context["labels"], client.post(path, ONE_CLICK).context["labels"]] == [labels, labels]
    assert chosen(cast.head) == [("actions", "at_once"), ("areas", "never"), ("minutes", "never")]
    again = client.post(path, ONE_CLICK)
    assert (again.status_code, again.context["is_stopped"], again.context["labels"]) == (200, True, [])


def test_the_link_is_good_for_its_member_whoever_is_signed_in(cast: Cast, client_for: Any) -> None:
    assert client_for(cast.supplier).post(path_of(cast.head, "minutes")).status_code == 200
    assert (chosen(cast.head), chosen(cast.supplier)) == ([("minutes", "never")], [])


def test_a_false_link_stops_nothing(cast: Cast, client: Client) -> None:
    path = path_of(cast.head, "minutes")
    for false in (path[:-3] + "x/", "/afmeld/ikke-vores/", path.replace("/afmeld/", "/moeder/svar/")):
        assert client.post(false, ONE_CLICK).status_code == 404
    assert chosen(cast.head) == []


def test_who_has_left_gets_no_mail_to_stop(cast: Cast, client: Client) -> None:
    members.leave(member=cast.head, by=cast.head, now=NOW)
    path = path_of(cast.head, "minutes")
    assert [client.get(path).status_code, client.post(path, ONE_CLICK).status_code] == [410, 410]


def test_who_has_lost_the_seat_gets_no_mail_to_stop_either(cast: Cast, client: Client) -> None:
    path = path_of(cast.head, "minutes")
    assert client.get(path).status_code == 200
    SeatHolding.objects.filter(member=cast.head).update(until=NOW.date())
    assert [client.get(path).status_code, client.post(path, ONE_CLICK).status_code] == [410, 410]


def test_header_and_footer_lead_to_the_same_page(cast: Cast) -> None:
    meeting = world.make_meeting()
    place = next(place for place in attendees(meeting, cast.secretary.as_viewer(), NOW) if place.holder == cast.head)
    area = world.make_area(world.organisation("Aalborg"))
    queue(ANSWER_REMINDER, meeting, place, NOW)
    queue(CONVOCATION, meeting, place, NOW)
    tell_delegated(area, [], to=[cast.head, cast.lead, cast.chair], now=NOW)  # the lead's own must know
    for mail in OutboxMail.objects.all():
        headers = delivery.to_message(mail).message()
        if not mail.is_optional:
            assert (headers["List-Unsubscribe"], "/afmeld/" in mail.text + mail.html) == (None, False)
            continue
        assert mail.to_member
        kind = kinds.find(mail.kind)
        assert kind
        address = unsubscribe.address(mail.to_member, kind)
        assert (headers["List-Unsubscribe"], headers["List-Unsubscribe-Post"]) == (
            f"<{address}>", "List-Unsubscribe=One-Click",
        )  # fmt: skip
        assert (mail.text.count(address), mail.html.count(address)) == (1, 1)
    assert OutboxMail.objects.filter(is_optional=True).count() == 3


def test_every_choice_stops_some_kind() -> None:
    choices = {kind.choice for kind in kinds.registered()}
    assert choices == {*NotificationChoice.Kind, DIGEST, None}


def test_a_kind_that_nobody_may_stop_has_no_way_out(cast: Cast) -> None:
    with pytest.raises(LookupError):
        unsubscribe.address(cast.head, CONVOCATION)


@pytest.mark.parametrize(("kind", "pace"), [(RELEASED, "never"), (WEEKLY, "at_once")])
def test_what_waits_in_the_outbox_is_stopped_too(cast: Cast, queue_mail: QueueMail, kind: Kind, pace: str) -> None:
    mail = queue_mail(kind=kind, to=cast.head)
    choose(cast.head, minutes=pace)
    assert delivery.why_not_send(mail, NOW) == "Modtageren har fravalgt den slags mails."
