"""What everyone reads: the list and a recommendation's page, with as many queries for three rows as for one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from forum.base.visibility import Audience
from meetings.minutes.models import Minutes
from recommendations.reports.document import html
from recommendations.treatments.treatments import treatments
from recommendations.wording.load import load_ten, parse
from recommendations.wording.models import Recommendation, RecommendationVersion
from tests import world

ClientFor = Callable[..., Client]


def test_public_reads_all_ten_to_the_letter(client: Client, db: None, now: datetime) -> None:
    load_ten(by=None, now=now)
    page = client.get("/anbefalinger/").content.decode().replace('<span class="wording-rest">', "")
    missing = [number for number, text in parse().items() if escape(text) not in page.replace("</span>", "")]
    assert missing == []


def test_the_list_says_what_is_under_way_as_far_as_the_reader_sees(cast: world.Cast, client_for: ClientFor) -> None:
    made = world.make_recommendation(9)
    lead = world.organisation("Aalborg")
    for title, audience, days in (
        ("Tolkning", "members", 9),
        ("Udbudsplan", "authorities", 1),
        ("Møbler", "public", 5),
    ):
        area = world.make_area(lead, title=title, audience=audience, recommendation=made)
        world.make_update(area, cast.lead, date=(world.NOW - timedelta(days=days)).date())
    found = {}
    for who in (cast.head, cast.supplier, None):
        page = lxml.html.fromstring(client_for(who).get("/anbefalinger/").content)
        found[who and who.name] = [
            note.text_content().strip() for note in page.xpath("//*[@class='wording-notes']/span")
        ]
    assert found == {
        cast.head.name: ["Nu: Udbudsplan og 2 områder til"],
        cast.supplier.name: ["Nu: Møbler og 1 område til"],
        None: ["Nu: Møbler"],
    }


def test_on_a_phone_the_handle_stands_for_the_wording(cast: world.Cast, client_for: ClientFor) -> None:
    """The secretariat gives it beside the reasons; the wording and its version stay."""
    made = world.make_recommendation(9)
    client, path = client_for(cast.secretary), "/anbefalinger/9/hvorfor/"
    answers = [
        client.post(path, {"handle": handle, "why": "", "revision": made.revision}).status_code
        for handle in ("x" * 25, "Fordeling", "For sent")
    ]
    now = Recommendation.objects.get()
    assert (answers, now.handle, now.text, now.version) == ([422, 302, 409], "Fordeling", made.text, 1)
    assert '<span class="wording-handle">Fordeling' in client.get("/anbefalinger/").content.decode()


@pytest.mark.parametrize("who", [None, "supplier", "head", "secretary"])
def test_detail_is_for_everyone_and_editing_for_the_secretariat(
    cast: world.Cast, client_for: ClientFor, who: str | None
) -> None:
    world.make_recommendation(9)
    response = client_for(getattr(cast, who) if who else None).get("/anbefalinger/9/")
    assert response.status_code == 200
    assert ("Ny ordlyd" in response.content.decode()) == (who == "secretary")


def test_draft_is_the_secretariats_alone(cast: world.Cast, client_for: ClientFor) -> None:
    world.make_recommendation(9, state=Recommendation.State.DRAFT)
    answers = {who: client_for(getattr(cast, who)).get("/anbefalinger/9/").status_code for who in ("secretary", "head")}
    assert answers == {"secretary": 200, "head": 404}


def test_nobody_is_asked_to_sign_in_alike_for_hidden_and_missing(client: Client, db: None) -> None:
    world.make_recommendation(9, audience=Audience.MEMBERS)
    answers = {number: client.get(f"/anbefalinger/{number}/").headers.get("Location") for number in (9, 99)}
    assert answers == {n: f"/konto/log-ind/?next=%2Fanbefalinger%2F{n}%2F" for n in (9, 99)}


def test_huge_numbers_are_not_found(cast: world.Cast, client_for: ClientFor) -> None:
    assert client_for(cast.head).get(f"/anbefalinger/{10**30}/").status_code == 404


def test_a_cancelled_meeting_treated_nothing(cast: world.Cast) -> None:
    made = world.make_recommendation(9)
    coming = world.make_meeting(convened_at=world.NOW, title="Kommer")
    off = world.make_meeting(slug="x", convened_at=world.NOW, state="cancelled", cancel_reason="Sygdom")
    for meeting in (coming, off):
        world.make_item(meeting, recommendation=made)
    assert [treatment.meeting for treatment in treatments(made, cast.head.as_viewer())] == ["Kommer"]


def test_neighbours_skip_what_is_no_longer_in_force(cast: world.Cast, client_for: ClientFor) -> None:
    for number, state in ((1, "preliminary"), (2, "retired"), (3, "preliminary")):
        world.make_recommendation(number, state=state)
    response = client_for(cast.head).get("/anbefalinger/1/")
    assert (response.context["previous"], response.context["next"], response.context["total"]) == (None, 3, 2)


def test_the_source_is_that_of_the_first_version(cast: world.Cast, client_for: ClientFor) -> None:
    """A wording the forum decided on later is not KL's of 2019."""
    source: dict[str, Any] = {"source": "KL: Innovation i indkøb", "source_date": date(2019, 6, 1)}
    world.make_recommendation(1, **source)
    made = world.make_recommendation(2, version=2, **source)
    made.versions.create(number=2, text="Ny", date=date(2026, 9, 3), note="Møde i september")
    pages = [client_for(None).get(f"/anbefalinger/{n}").content.decode() for n in ("1/", "2/", "")]
    assert ["KL: Innovation i indkøb" in page for page in pages] == [True, False, True]
    assert "<li>3. september 2026, Møde i september</li>" in pages[1]
    assert "Kilde til dem, der står i version 1: KL" in pages[2]


def test_a_title_ends_without_a_mark(cast: world.Cast) -> None:
    made = world.make_recommendation(3, text="Offentlige indkøb skal bruges. Så længe det er muligt.")
    assert (made.opening, made.short) == ("Offentlige indkøb skal bruges.", "Offentlige indkøb skal bruges")


def test_versions_show_what_changed_word_by_word(cast: world.Cast, client_for: ClientFor) -> None:
    made = world.make_recommendation(9, text="Fordel det fælles ansvar", version=2)
    RecommendationVersion.objects.create(
        recommendation=made, number=2, text="Fordel det kommunale ansvar", date=world.NOW.date(), note="Skrevet om"
    )
    RecommendationVersion.objects.filter(number=1).update(text="Fordel det fælles ansvar")
    response = client_for(cast.head).get("/anbefalinger/9/")
    found = [(version.number, parts) for version, parts in response.context["versions"]]
    words = [("same", "Fordel det "), ("removed", "fælles"), ("added", "kommunale"), ("same", " ansvar")]
    assert found == [(2, words), (1, [])]
    assert "<del><span" in response.content.decode()


def test_script_in_a_text_is_only_text(cast: world.Cast, client_for: ClientFor) -> None:
    why = "<img src=x onerror=alert(1)> [x](javascript:alert(1))"
    world.make_recommendation(9, text="<script>alert(1)</script>", why=why)
    page = client_for(cast.head).get("/anbefalinger/9/").content.decode()
    assert [found for found in ("<script>alert", "<img src=x", 'href="javascript') if found in page] == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


class TestTreatedAt:
    """»Behandlet på« shows only what the viewer may see of the meetings."""

    def treated(self, client: Client) -> list[tuple[str, str]]:
        return [(t.item, t.kind) for t in client.get("/anbefalinger/9/").context["treatments"]]

    def test_decisions_stand_in_their_items_place(self, cast: world.Cast, client_for: ClientFor) -> None:
        recommendation = world.make_recommendation(9)
        meeting = world.make_meeting()
        world.make_minutes(meeting)
        decided = world.make_item(meeting, 1, recommendation=recommendation)
        world.make_item(meeting, 2, recommendation=recommendation)
        world.make_decision(decided, recommendation=recommendation)
        assert self.treated(client_for(cast.head)) == [("1. Punkt 1", "Besluttet"), ("2. Punkt 2", "")]

    @pytest.mark.parametrize("state", list(Minutes.State))
    def test_a_decision_whose_minutes_are_not_approved_says_so(
        self, cast: world.Cast, client_for: ClientFor, state: str
    ) -> None:
        area = world.make_area()
        meeting = world.make_meeting(start=world.NOW - timedelta(days=9))
        bound = {"approved_hash": "x", "approved_at": world.NOW} if state in {"approved", "locked"} else {}
        world.make_minutes(meeting, state=state, **bound)
        for number, kind in enumerate(("decided", "discussed"), start=1):
            world.make_decision(world.make_item(meeting, number), area=area, kind=kind, text="Sagt.")
        page = client_for(cast.head).get(area.get_absolute_url()).content.decode()
        paper = html(audience=Audience.MEMBERS, now=world.NOW)
        applies, heard = "Beslutningen gælder fra godkendelsen.", "Referatet er ikke godkendt endnu."
        waits = state in {"remarks", "corrected"}
        assert [(text.count(heard), text.count(applies)) for text in (page, paper)] == [(2, 1) if waits else (0, 0)] * 2

    def test_what_was_delegated_and_reopened_is_in_force(self, cast: world.Cast) -> None:
        area = world.make_area(world.organisation("Aalborg"))
        meeting = world.make_meeting()
        world.make_minutes(meeting, state="corrected")
        done = {"kind": "delegated", "lead": area.lead, "effected_at": world.NOW}
        world.make_decision(world.make_item(meeting), area=area, **done)
        assert [t.awaits for t in treatments(area, cast.head.as_viewer())] == ["Referatet er ikke godkendt endnu."]

    def test_closed_items_and_the_disqualified(self, cast: world.Cast, client_for: ClientFor) -> None:
        recommendation = world.make_recommendation(9)
        item = world.make_item(world.make_meeting(), 1, recommendation=recommendation, audience=Audience.AUTHORITIES)
        item.disqualified.add(cast.disqualified)
        seen = {who: len(self.treated(client_for(getattr(cast, who)))) for who in ("head", "supplier", "disqualified")}
        assert seen == {"head": 1, "supplier": 0, "disqualified": 0}
        assert self.treated(Client()) == []


@pytest.mark.parametrize("path", ["/anbefalinger/", "/anbefalinger/1/"])
def test_same_queries_for_one_and_three(cast: world.Cast, client_for: ClientFor, path: str) -> None:
    client = client_for(cast.head)
    counts = []
    for rows in (1, 3):
        meeting = world.make_meeting(slug=f"moede-{rows}")
        for number in range(1, rows + 1):
            made = Recommendation.objects.filter(number=number).first() or world.make_recommendation(number)
            for extra in range(rows):
                area = world.make_area(world.organisation("Aalborg"), title=f"Område {rows} {number} {extra}")
                area.recommendation = made
                area.save()
            item = world.make_item(meeting, number, recommendation=Recommendation.objects.get(number=1))
            world.make_decision(item, recommendation=Recommendation.objects.get(number=1))
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 9
