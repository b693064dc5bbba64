"""An area's status: two who report at once, one taken back and put again, and the mail that waits for it to stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail as sent
from django.test import Client

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from recommendations.areas import actions
from recommendations.areas.models import Area, AreaUpdate
from tests import world
from tests.world import NOW, Cast

ClientFor = Callable[..., Client]
RED = {"colour": "red", "sentence": "Ingen bød.", "next_step": "Ny dialog"}
GREEN = {"colour": "green", "sentence": "Alt vel.", "next_step": "Udbud i maj"}
GIVEN = "Der er givet en anden status, mens du skrev. Se den herunder, og gem igen, hvis din skal være den nyeste."
LATER = NOW + timedelta(minutes=6)


@pytest.fixture
def led(cast: Cast) -> Area:
    return world.make_area(world.organisation("Aalborg"))


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input[^>]* name="(\w+)"[^>]*? value="([^"]*)"', page))


def sentences() -> list[str]:
    return list(AreaUpdate.objects.not_removed().values_list("sentence", flat=True))


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def undo_of(response: Any) -> str:
    (message,) = response.context["messages"]
    return str(message.extra_tags.partition("undo:")[2])


def report(area: Area, by: Member, **said: Any) -> AreaUpdate:
    return actions.report_status(area=area, by=by, now=NOW, **said)


class TestGiving:
    def report(self, client: Client, area: Area, **fields: str) -> Any:
        newest = area.updates.first()
        begun = {"revision": str(newest.pk) if newest else ""}
        return client.post(f"/omraader/{area.slug}/status/", RED | begun | fields)

    def test_lead_and_secretariat_only(self, cast: Cast, client_for: ClientFor, led: Area) -> None:
        people = ("lead", "secretary", "head", "chair", "supplier")
        answers = {who: self.report(client_for(getattr(cast, who)), led).status_code for who in people}
        assert answers == {"lead": 302, "secretary": 302, "head": 403, "chair": 403, "supplier": 403}
        assert AreaUpdate.objects.count() == 2

    def test_not_before_it_is_led_nor_after_it_ended(self, cast: Cast, client_for: ClientFor, led: Area) -> None:
        proposed = world.make_area(title="Uden tovholder")
        Area.objects.filter(pk=led.pk).update(state=Area.State.CLOSED)
        client = client_for(cast.secretary)
        answers = [self.report(client, area).status_code for area in (proposed, led)]
        assert (answers, AreaUpdate.objects.count()) == ([409, 409], 0)

    def test_newest_is_shown_and_frees_from_the_reminder(self, cast: Cast, client_for: ClientFor, led: Area) -> None:
        since = NOW.date() - timedelta(days=60)
        assert list(Area.objects.without_news_since(since)) == [led]
        world.make_update(led, cast.lead, date=since - timedelta(days=1))
        assert list(Area.objects.without_news_since(since)) == [led]
        client = client_for(cast.lead)
        self.report(client, led, colour="green", sentence="Bedre nu.")
        assert list(Area.objects.without_news_since(since)) == []
        assert client.get(led.get_absolute_url()).context["area"].sentence == "Bedre nu."


class TestTwoAtOnce:
    def test_the_second_is_told_of_the_first_and_saves_on_purpose(
        self, cast: Cast, client_for: ClientFor, led: Area
    ) -> None:
        client, path = client_for(cast.lead), f"{led.get_absolute_url()}status/"
        begun = fields(unescape(client.get(path).content.decode())).get("revision", "")
        world.make_update(led, cast.secretary, sentence="Vi har talt med dem.")
        late = client.post(path, GREEN | {"revision": begun})
        page = unescape(late.content.decode())
        assert (late.status_code, sentences()) == (409, ["Vi har talt med dem."])
        assert (page.count(GIVEN), page.count("Vi har talt med dem."), fields(page)["sentence"]) == (1, 1, "Alt vel.")
        again = client.post(path, GREEN | {"revision": fields(page)["revision"]})
        assert (again.status_code, sentences()) == (302, ["Alt vel.", "Vi har talt med dem."])

    def test_the_one_that_was_begun_from_may_be_gone(self, cast: Cast, client_for: ClientFor, led: Area) -> None:
        gone = world.make_update(led, cast.secretary)
        actions.take_back_status(update=gone, by=cast.secretary, now=NOW)
        path = f"{led.get_absolute_url()}status/"
        late = client_for(cast.lead).post(path, GREEN | {"revision": str(gone.pk)})
        says = "Den seneste status er taget tilbage, mens du skrev. Gem igen, hvis din stadig skal gælde."
        page = unescape(late.content.decode())
        assert (late.status_code, page.count(says), fields(page).get("revision", "")) == (409, 1, "")

    @pytest.mark.parametrize("strange", ["x", "-1", "9" * 40, "²"])
    def test_a_strange_mark_saves_nothing(self, cast: Cast, client_for: ClientFor, led: Area, strange: str) -> None:
        path = f"{led.get_absolute_url()}status/"
        assert client_for(cast.lead).post(path, GREEN | {"revision": strange}).status_code == 422
        assert sentences() == []


class TestTakingBack:
    def press(self, client: Client, update: AreaUpdate) -> Any:
        return client.post(f"{update.area.get_absolute_url()}status/{update.pk}/tag-tilbage/", follow=True)

    def test_who_posted_it_takes_it_back_and_may_regret(self, cast: Cast, client_for: ClientFor, led: Area) -> None:
        report(led, cast.secretary, **GREEN)
        wrong, client = report(led, cast.lead, **RED), client_for(cast.lead)
        gone = self.press(client, wrong)
        assert (told(gone), sentences()) == (["Status er taget tilbage."], ["Alt vel."])
        assert gone.context["area"].colour == "green"
        assert told(self.press(client, wrong)) == [
            "Den status findes ikke længere. Måske er den allerede taget tilbage."
        ]
        back = client.post(undo_of(gone), follow=True)
        assert (told(back), sentences()) == (["Status står der igen."], ["Ingen bød.", "Alt vel."])
        events: Any = world.history(AreaUpdate).filter(pgh_obj_id=wrong.pk).order_by("pgh_id")
        verbs = [event.pgh_context.metadata["verb"] for event in events]
        assert verbs == [f"recommendations.areas.{step}_status" for step in ("report", "take_back", "restore")]

    def test_the_secretariat_may_and_nobody_else(self, cast: Cast, client_for: ClientFor, led: Area) -> None:
        update = report(led, cast.lead, **GREEN)
        url = f"{led.get_absolute_url()}status/{update.pk}/tag-tilbage/"
        offered = {who: url in client_for(getattr(cast, who)).get(led.get_absolute_url()).content.decode()
                   for who in ("lead", "secretary", "head", "supplier")}  # fmt: skip
        assert offered == {"lead": True, "secretary": True, "head": False, "supplier": False}
        answers = [client_for(who).post(url).status_code for who in (cast.head, cast.supplier)]
        assert (answers, sentences()) == ([403, 403], ["Alt vel."])
        gone = self.press(client_for(cast.secretary), update)
        assert sentences() == []
        assert client_for(cast.head).post(undo_of(gone)).status_code == 403

    def test_who_may_not_hears_so_whatever_there_is_to_press_for(
        self, cast: Cast, client_for: ClientFor, led: Area
    ) -> None:
        stands, gone = report(led, cast.lead, **GREEN), report(led, cast.lead, **RED)
        actions.take_back_status(update=gone, by=cast.lead, now=NOW)
        statuses = f"{led.get_absolute_url()}status/"
        paths = [f"{statuses}{pk}/{step}/" for pk in (stands.pk, gone.pk, 0) for step in ("fortryd", "tag-tilbage")]
        strangers = [client_for(who) for who in (cast.head, cast.supplier)]
        assert [client.post(path).status_code for client in strangers for path in paths] == [403] * 12
        assert client_for(cast.lead).post(paths[0]).status_code == 302  # pressed twice
        assert sentences() == ["Alt vel."]

    def test_the_newest_alone(self, cast: Cast, client_for: ClientFor, led: Area) -> None:
        first = report(led, cast.lead, **GREEN)
        report(led, cast.secretary, **RED)
        response = self.press(client_for(cast.lead), first)
        assert told(response) == ["Der er givet en ny status siden. Kun den nyeste kan tages tilbage."]
        assert sentences() == ["Ingen bød.", "Alt vel."]

    def test_the_reminder_of_a_silent_area_counts_what_stands(self, cast: Cast, led: Area) -> None:
        update, since = report(led, cast.lead, **GREEN), NOW.date() - timedelta(days=60)
        assert list(Area.objects.without_news_since(since)) == []
        actions.take_back_status(update=update, by=cast.lead, now=NOW)
        assert list(Area.objects.without_news_since(since)) == [led]


class TestMailWaits:
    def states(self) -> set[tuple[str, str]]:
        return set(OutboxMail.objects.filter(kind="recommendations.area_red").values_list("state", "error"))

    def send(self) -> int:
        """How many went, some minutes after."""
        sent.outbox.clear()
        delivery.send_due(now=LATER)
        return len(sent.outbox)

    def test_a_further_red_status_is_no_news(self, cast: Cast, led: Area) -> None:
        def mails() -> int:
            return OutboxMail.objects.filter(kind="recommendations.area_red", to_member=cast.secretary).count()

        told = []
        for status in (RED, RED | {"sentence": "Stadig ingen."}, GREEN, RED):
            report(led, cast.lead, **status)
            told.append(mails())
        assert told == [1, 1, 1, 2]

    def test_page_and_mail_say_the_same(self, cast: Cast, client_for: ClientFor, led: Area) -> None:
        client, path = client_for(cast.lead), f"{led.get_absolute_url()}status/"
        hint = "Ved »Gået i stå« får sekretariatet og deltagerne besked om 60 sekunder. Du kan nå at fortryde."
        assert unescape(client.get(path).content.decode()).count(hint) == 1
        pages = [client.post(path, RED | {"revision": begun}, follow=True) for begun in self.revisions()]
        said = [[entry.before for entry in page.context["undos"]] for page in pages]
        red, still_red = "Den røde status går ud til 2 om", "Status er gemt. Du kan fortryde i"
        assert said == [[red], [still_red, red]]  # it stood still already; the newest first
        assert set(OutboxMail.objects.values_list("not_before", flat=True)) == {world.SENT}

    def revisions(self) -> Any:
        """What the form sends along: nothing before the first status, the first's number before the second."""
        yield ""
        yield str(AreaUpdate.objects.get().pk)

    def test_what_is_taken_back_is_told_to_nobody(self, cast: Cast, led: Area) -> None:
        NotificationChoice.objects.create(member=cast.lead, kind="areas", pace="never")  # told all the same: a task
        update = report(led, cast.lead, **RED)
        actions.take_back_status(update=update, by=cast.lead, now=NOW)
        assert (self.send(), self.states()) == (0, {("dropped", "Status er taget tilbage.")})
        again = AreaUpdate.objects.get()
        actions.restore_status(update=again, by=cast.lead, now=NOW)
        actions.restore_status(update=again, by=cast.lead, now=LATER)  # pressed twice: nobody is told twice
        assert self.send() == OutboxMail.objects.filter(state="sent").count() == OutboxMail.objects.count() / 2
        actions.take_back_status(update=again, by=cast.lead, now=LATER)
        actions.restore_status(update=again, by=cast.lead, now=LATER)
        assert self.send() == 0  # who has the mail gets no other

    def test_regretted_at_once_it_goes_once(self, cast: Cast, led: Area) -> None:
        update = report(led, cast.lead, **RED)
        actions.take_back_status(update=update, by=cast.lead, now=NOW)
        actions.restore_status(update=update, by=cast.lead, now=NOW)
        assert self.send() == OutboxMail.objects.count() > 0

    def test_put_right_by_another_status_it_does_not_go(self, cast: Cast, led: Area) -> None:
        report(led, cast.lead, **RED)
        report(led, cast.lead, **GREEN)
        assert (self.send(), self.states()) == (0, {("dropped", "Området er ikke længere gået i stå.")})
