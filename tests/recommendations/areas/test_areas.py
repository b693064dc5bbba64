"""Innovation areas: who sees and does what, and the way through the phases."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum import files
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.base.visibility import Audience
from forum.files.content import PNG
from forum.people.models import Member, Seat
from recommendations.areas import actions
from recommendations.areas.models import Area
from tests import world
from tests.forum.membership.test_profile import photo

ClientFor = Callable[..., Client]
State = Area.State
RED: dict[str, Any] = {"colour": "red", "sentence": "Ingen bød.", "next_step": "Ny dialog"}


@pytest.fixture
def led(cast: world.Cast) -> Area:
    """Led by Aalborg, which is the cast's area lead."""
    return world.make_area(world.organisation("Aalborg"))


class TestSeeing:
    def test_supplier_does_not_see_what_is_for_authorities(self, cast: world.Cast, client_for: ClientFor) -> None:
        world.make_area(world.organisation("Aalborg"), title="Hemmeligt udbud", audience=Audience.AUTHORITIES)
        found = {}
        for who in ("supplier", "head", "secretary"):
            client = client_for(getattr(cast, who))
            listed = [area.title for area in client.get("/omraader/").context["page"]]
            found[who] = (listed, client.get("/omraader/hemmeligt-udbud/").status_code)
        seen = (["Hemmeligt udbud"], 200)
        assert found == {"supplier": ([], 404), "head": seen, "secretary": seen}

    def test_public_area_is_open_to_all_and_others_ask_for_sign_in(self, cast: world.Cast, led: Area) -> None:
        world.make_area(led.lead, title="Møbler", audience=Audience.PUBLIC)
        assert Client().get("/omraader/moebler/").status_code == 200
        for slug in (led.slug, "findes-ikke"):
            assert (
                Client().get(f"/omraader/{slug}/").headers["Location"]
                == f"/konto/log-ind/?next=%2Fomraader%2F{slug}%2F"
            )

    def test_each_leader_has_a_face_of_their_own(self, cast: world.Cast, client_for: ClientFor, led: Area) -> None:
        cast.lead.picture = files.store_made(photo(), kind=PNG, name="billede.png")
        cast.lead.save()
        Seat.objects.filter(pk=world.seat_of(cast.supplier).pk).update(organisation=led.lead)
        page = lxml.html.fromstring(client_for(cast.head).get(led.get_absolute_url()).content)
        faces = page.xpath("//*[@class='area-lead']//*[contains(@class, 'initials')]")
        assert [face.get("src") or face.text for face in faces] == [f"/medlemmer/{cast.lead.pk}/billede/", "CB"]

    def test_filters_by_phase_region_and_status(self, cast: world.Cast, client_for: ClientFor, led: Area) -> None:
        south = world.make_area(world.organisation("Odense"), title="Tolkning", state=State.NEED)
        world.make_update(south, cast.head, colour="red")
        stopped = world.make_area(south.lead, title="Vaskerobotter", state=State.STOPPED, stop_reason="For dyrt.")
        world.make_update(stopped, cast.head, colour="red")
        client = client_for(cast.head)
        queries = ("", "fase=need", "region=Nordjylland", "status=red", "status=none", "fase=x&status=%00", "side=99")
        found = {q: [area.title for area in client.get(f"/omraader/?{q}").context["page"]] for q in queries[:5]}
        both = ["Tolkning", "Skærmbesøg i hjemmeplejen"]  # what is in trouble comes first
        assert (
            found
            == {
                "": [*both, "Vaskerobotter"],
                "fase=need": both[:1],
                "region=Nordjylland": both[1:],
                "status=red": both[:1],  # as the figures above the list count
                "status=none": both[1:],
            }
        )
        assert [client.get(f"/omraader/?{q}").status_code for q in queries[5:]] == [400, 200]

    def test_filters_are_there_when_they_are_worth_it(self, cast: world.Cast, client_for: ClientFor, led: Area) -> None:
        client, seen = client_for(cast.head), []
        for rows in (13, 1):  # with `led`: 14, then 15
            for n in range(rows):
                world.make_area(title=f"Område {rows} {n}")
            pages = [client.get(f"/omraader/{query}").content.decode() for query in ("", "?fase=delegated")]
            seen.append(['name="fase"' in page for page in pages])
        assert seen == [[False, True], [True, True]]

    def test_the_lead_is_named_with_mail_and_phone_to_members(
        self, cast: world.Cast, client_for: ClientFor, led: Area
    ) -> None:
        Member.objects.filter(pk=cast.lead.pk).update(phone="12345678")
        Area.objects.update(audience="public")
        path, links = f"/omraader/{led.slug}/", (f'href="mailto:{cast.lead.email}"', 'href="tel:')
        pages = [client_for(who).get(path).content.decode() for who in (cast.supplier, None)]
        assert [[link in page for link in links] for page in pages] == [[True, True], [False, False]]
        assert ["Fase 3 af 10: Uddelegeret" in page for page in pages] == [True, True]

    @pytest.mark.parametrize("path", ["/omraader/", "/omraader/skaermbesoeg-i-hjemmeplejen/", "/kommuner/aalborg/"])
    def test_same_queries_for_one_and_three(self, cast: world.Cast, client_for: ClientFor, path: str) -> None:
        client, counts = client_for(cast.head), []
        for rows in (1, 3):
            for n in range(rows):
                area = world.make_area(world.organisation("Aalborg"), title=f"Område {rows} {n}")
                area.partners.add(world.organisation("Odense"))
            area = Area.objects.filter(slug="skaermbesoeg-i-hjemmeplejen").first() or world.make_area(area.lead)
            for n in range(rows):
                world.make_update(area, cast.lead)
                area.partners.add(world.organisation(("Odense", "Kolding", "Vejle")[n]))
                meeting = world.make_meeting(slug=f"m-{rows}-{n}")
                item = world.make_item(meeting, 1, area=area)
                world.make_minutes(meeting)
                world.make_action(item, world.seat_of(cast.lead))
            with CaptureQueriesContext(connection) as found:
                assert client.get(path).status_code == 200
            counts.append(len(found))
        assert counts[0] == counts[1] <= 12


class TestProposing:
    def propose(self, client: Client, **fields: str) -> Any:
        data = {"title": "Tolkning på skærm", "description": "Få tolke.", "audience": "members"}
        return client.post("/omraader/foreslaa/", data | fields)

    def test_any_member_in_the_name_of_the_organisation(self, cast: world.Cast, client_for: ClientFor) -> None:
        self.propose(client_for(cast.supplier))
        area = Area.objects.get()
        assert (area.slug[:-6], area.state, str(area.proposed_by)) == (
            "tolkning-paa-skaerm-",
            "proposed",
            "Fjordtek A/S",
        )

    def test_supplier_cannot_make_it_the_authorities_own(self, cast: world.Cast, client_for: ClientFor) -> None:
        self.propose(client_for(cast.supplier), audience="authorities")
        self.propose(client_for(cast.head), audience="authorities", title="Andet")
        assert list(Area.objects.values_list("title", "audience")) == [
            ("Andet", "authorities"), ("Tolkning på skærm", "members")
        ]  # fmt: skip

    def test_an_address_does_not_tell_whether_there_is_another_of_the_name(
        self, cast: world.Cast, client_for: ClientFor
    ) -> None:
        for who in (cast.head, cast.head, cast.supplier):
            self.propose(client_for(who), audience="authorities")
        self.propose(client_for(cast.head), title="Foreslå")  # the form's own address
        slugs = sorted(Area.objects.values_list("slug", flat=True))
        assert [slug[:-6] for slug in slugs] == ["foreslaa-", *["tolkning-paa-skaerm-"] * 3]
        assert len({slug[-6:] for slug in slugs}) == 4

    def test_title_without_letters(self, cast: world.Cast, client_for: ClientFor) -> None:
        self.propose(client_for(cast.head), title="🎉")
        path = Area.objects.get().get_absolute_url()
        assert (path[:18], client_for(cast.head).get(path).status_code) == ("/omraader/omraade-", 200)

    def test_former_members_and_strangers_may_not(self, cast: world.Cast, client_for: ClientFor) -> None:
        answers = [self.propose(client_for(who)).status_code for who in (cast.former, None)]
        assert (answers, Area.objects.count()) == ([403, 403], 0)  # the second with a way to sign in

    @pytest.mark.parametrize("fields", [{"title": ""}, {"title": "a" * 121}, {"description": "a" * 1_000_000}])
    def test_bad_input_is_refused(self, cast: world.Cast, client_for: ClientFor, fields: dict[str, str]) -> None:
        response = self.propose(client_for(cast.head), **fields)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == list(fields)

    def test_script_stays_text(self, cast: world.Cast, client_for: ClientFor) -> None:
        client = client_for(cast.head)
        self.propose(client, title="<script>x()</script>", description="<script>y()</script>\u202e")
        page = client.get(Area.objects.get().get_absolute_url()).content.decode()
        assert [bad for bad in ("<script>x", "<script>y", "\u202e") if bad in page] == []

    def test_double_click_proposes_once(self, cast: world.Cast, client_for: ClientFor) -> None:
        client = client_for(cast.head)
        locations = [self.propose(client, form_key="k").headers["Location"] for _ in range(2)]
        assert (locations, Area.objects.count()) == ([Area.objects.get().get_absolute_url()] * 2, 1)


class TestDelegating:
    def test_gives_the_area_to_lead_and_partners(self, cast: world.Cast, now: datetime) -> None:
        area = world.make_area()
        aalborg, odense = world.organisation("Aalborg"), world.organisation("Odense")
        actions.delegate(area=area, lead=aalborg, partners=[odense, aalborg], by=cast.secretary, now=now)
        area.refresh_from_db()
        assert (area.state, area.lead, area.delegated_on) == (State.DELEGATED, aalborg, date(2026, 11, 23))
        assert list(area.partners.all()) == [odense]

    def test_an_area_that_is_led_stays_with_its_lead(self, cast: world.Cast, led: Area, now: datetime) -> None:
        with pytest.raises(NotAllowed, match="allerede uddelegeret til Aalborg"):
            actions.delegate(area=led, lead=world.organisation("Odense"), partners=[], by=cast.secretary, now=now)

    def test_two_decisions_at_once(self, cast: world.Cast, now: datetime) -> None:
        area = world.make_area()
        same = Area.objects.get()
        actions.delegate(area=area, lead=world.organisation("Aalborg"), partners=[], by=cast.secretary, now=now)
        with pytest.raises(StaleError):
            actions.delegate(area=same, lead=world.organisation("Odense"), partners=[], by=cast.secretary, now=now)
        assert str(Area.objects.get().lead) == "Aalborg"

    @pytest.mark.parametrize(
        ("lead", "partner"), [("Fjordtek A/S", "Odense"), ("Odense", "Fjordtek A/S"), ("SKI", "KL")]
    )
    def test_suppliers_never_lead_or_take_part(self, cast: world.Cast, now: datetime, lead: str, partner: str) -> None:
        area = world.make_area()
        with pytest.raises(NotAllowed):
            actions.delegate(
                area=area,
                lead=world.organisation(lead),
                partners=[world.organisation(partner)],
                by=cast.secretary,
                now=now,
            )
        assert Area.objects.get().state == State.PROPOSED


class TestPhases:
    def test_way_forward_and_no_jump(self, cast: world.Cast, client_for: ClientFor, led: Area) -> None:
        client, path = client_for(cast.lead), f"/omraader/{led.slug}/fase/"
        assert [client.post(path, {"to": to}).status_code for to in ("need", "purchase", "x")] == [302, 409, 422]
        assert Area.objects.get().state == State.NEED

    @pytest.mark.parametrize("to", [State.PRIORITISED, State.STOPPED, State.DELEGATED])
    def test_what_is_no_phase_has_its_own_door(self, cast: world.Cast, led: Area, now: datetime, to: str) -> None:
        with pytest.raises(NotAllowed):
            actions.advance(area=led, to=to, by=cast.lead, now=now)

    def test_proposed_area_is_not_walked_past_the_meeting(self, cast: world.Cast, client_for: ClientFor) -> None:
        area = world.make_area()
        response = client_for(cast.secretary).post(f"/omraader/{area.slug}/fase/", {"to": "delegated"})
        assert (response.status_code, Area.objects.get().state) == (409, State.PROPOSED)

    def test_steps_show_where_it_is(self, cast: world.Cast, client_for: ClientFor, led: Area) -> None:
        steps = client_for(cast.head).get(led.get_absolute_url()).context["steps"]
        assert [name for name, _, is_now in steps if is_now] == ["Uddelegeret"]
        assert [name for name, is_done, _ in steps if is_done] == ["Foreslået", "Prioriteret"]


def test_audience_for_many_is_the_viewers_own(cast: world.Cast) -> None:
    """`in_audience` and `as_viewer` answer the same question."""
    for audience in Audience:
        many = set(Member.objects.in_audience(audience))
        one_by_one = {
            m for m in Member.objects.active() if m.as_viewer().is_member and audience in m.as_viewer().audiences
        }
        assert many == one_by_one
