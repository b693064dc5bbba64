"""A late item awaits the next version of the agenda: until then neither it nor its files are to be had anywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from forum.base.visibility import Viewer, audience_viewer
from forum.front import news
from forum.front.search import find
from forum.front.words import refresh_words
from forum.mail.models import OutboxMail
from forum.people.models import Member
from meetings.agenda.models import AgendaItem, Attachment, programme
from meetings.convocation.actions import convene, reminders
from meetings.meeting.models import Meeting
from recommendations.areas.models import Area
from recommendations.treatments.treatments import treatments
from recommendations.wording.models import Recommendation
from tests import world
from tests.meetings.conftest import local
from tests.world import NOW, Cast

WORD = "kanalrundfart"


@pytest.fixture
def late(meeting: Meeting, cast: Cast) -> AgendaItem:
    """An item with a file, about a recommendation and an area; it awaits release."""
    world.make_item(meeting, 1)
    about = {"recommendation": world.make_recommendation(), "area": world.make_area()}
    item = world.make_item(meeting, 2, title=f"Om {WORD}", background=WORD, awaits_release=True, **about)
    world.make_paper(item, cast.secretary, text=f"Bilag {WORD}")
    refresh_words()
    return item


def places(viewer: Viewer) -> dict[str, int]:
    """How often each part of the site names the item or its file to the viewer."""
    meeting = Meeting.objects.get()
    return {
        "agenda": sum(WORD in item.title for item in programme(meeting, viewer).items),
        "attachments": Attachment.objects.visible_to(viewer).filter(title__contains=WORD).count(),
        "search": sum(WORD in hit.heading for hit in find(WORD, viewer).hits),
        "news": sum(WORD in one.what for one in news.since(NOW.replace(year=2025), viewer)),
        "recommendation": sum(WORD in one.item for one in treatments(Recommendation.objects.get(), viewer)),
        "area": sum(WORD in one.item for one in treatments(Area.objects.get(), viewer)),
    }


def test_it_is_nowhere_until_it_is_released(late: AgendaItem, cast: Cast) -> None:
    member, office = cast.head.as_viewer(), cast.secretary.as_viewer()
    assert set(places(office).values()) == {1, 2}  # search finds the item and the file
    assert set(places(member).values()) == set(places(audience_viewer("members")).values()) == {0}
    AgendaItem.objects.update(awaits_release=False)
    assert places(member) == places(office)


def test_an_item_added_to_a_released_agenda_is_late(
    meeting: Meeting, cast: Cast, client_for: Callable[[Member | None], Client]
) -> None:
    """Last, after "Eventuelt": what members have read keeps its numbers."""
    world.make_item(meeting, 1, title="Status")
    world.make_item(meeting, 2, title="Eventuelt", kind=AgendaItem.Kind.OTHER)
    typed = {"title": f"Om {WORD}", "kind": "discussion", "minutes": "20", "audience": "members"}
    assert client_for(cast.secretary).post(f"/moeder/{meeting.slug}/dagsorden/nyt/", typed).status_code == 302

    def titles(member: Member) -> list[tuple[int, str]]:
        rows = AgendaItem.objects.filter(meeting=meeting).visible_to(member.as_viewer())
        return list(rows.order_by("number").values_list("number", "title"))

    before = [(1, "Status"), (2, "Eventuelt")]
    assert (titles(cast.secretary), titles(cast.head)) == ([*before, (3, f"Om {WORD}")], before)


def test_its_file_is_not_handed_out(
    late: AgendaItem, cast: Cast, client_for: Callable[[Member | None], Client]
) -> None:
    path = Attachment.objects.get().get_absolute_url()
    assert [client_for(who).get(path).status_code for who in (cast.secretary, cast.head)] == [200, 404]
    AgendaItem.objects.update(awaits_release=False)
    assert client_for(cast.head).get(path).status_code == 200


def mailed() -> set[str]:
    """The kinds of mail that name the item."""
    return {mail.kind for mail in OutboxMail.objects.all() if WORD in f"{mail.subject} {mail.text} {mail.html}"}


def test_no_mail_names_it(late: AgendaItem, meeting: Meeting, cast: Cast) -> None:
    """Neither the reminder that goes by itself nor the convocation of somebody new."""
    reminders.plan_mail(now=local("2026-12-10 10:00"))
    recipients = convene.not_yet_called(meeting, NOW)
    convene.convene(
        meeting=meeting, revision=convene.revision_of_draft(meeting, recipients), release=False, by=cast.secretary,
        now=NOW,
    )  # fmt: skip
    assert {"meetings.convocation", "meetings.reminder"} <= set(OutboxMail.objects.values_list("kind", flat=True))
    assert mailed() == set()


def test_the_mail_of_the_new_version_names_it(late: AgendaItem, meeting: Meeting, cast: Cast) -> None:
    """The other half: it was there to be named."""
    Meeting.objects.update(released_at=NOW.replace(month=10))
    everyone = [one for one in convene.attendees(meeting, convene.SYSTEM, NOW) if one.receiver]
    revision = convene.revision_of_draft(meeting, everyone)
    convene.release_agenda(meeting=meeting, revision=revision, tell=True, by=cast.secretary, now=NOW)
    assert mailed() == {"meetings.agenda"}
