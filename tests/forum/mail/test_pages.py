"""The secretariat's pages of mails: what is shown to whom, what a person decides, and that it is on record."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum.base.visibility import SYSTEM
from forum.files.models import StoredFile
from forum.mail import delivery
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.mail.render import KEYS, OWN, link, without_keys
from forum.people.models import Member
from meetings.attendance.attendees import attendees
from meetings.convocation.actions import queue_mail as queueing
from meetings.convocation.mail import CONVOCATION
from tests import world
from tests.forum.mail.conftest import QueueMail
from tests.world import NOW

State = OutboxMail.State
ClientFor = Callable[[Member | None], Client]


@pytest.fixture
def secretary(cast: world.Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


def in_state(mail: OutboxMail, state: str) -> OutboxMail:
    OutboxMail.objects.filter(pk=mail.pk).update(state=state, attempts=1)
    mail.refresh_from_db()
    return mail


def post(client: Client, name: str, mail: OutboxMail, **data: str) -> Any:
    given = {"revision": mail.revision} | data
    return client.post(reverse(f"forum:{name}", args=[mail.pk]), given)


def on_record(mail: OutboxMail) -> list[tuple[str, str, str]]:
    """(new state, verb, who) of each decision."""
    events = world.history(OutboxMail).filter(pgh_obj=mail).order_by("pk")
    return list(events.values_list("state", "pgh_context__metadata__verb", "pgh_context__metadata__name"))


def test_only_the_secretariat_reads_mails(cast: world.Cast, client_for: ClientFor, queue_mail: QueueMail) -> None:
    mail = queue_mail()
    paths = ["/mails/", f"/mails/{mail.pk}/", f"/mails/{mail.pk}/html/"]
    answers = {
        name: [client_for(member).get(path).status_code for path in paths] for name, member in cast.everyone().items()
    }
    assert answers.pop("secretary") == [200, 200, 200]
    assert set(map(tuple, answers.values())) == {(403, 403, 403)}


def test_the_list_is_found_by_state_kind_receiver_and_subject(
    secretary: Client, cast: world.Cast, queue_mail: QueueMail
) -> None:
    in_state(queue_mail("a", to=cast.head), State.SENT)
    queue_mail("b", kind=Kind("kode", "Kode"), to="anden@example.dk")

    def subjects(query: str) -> list[str]:
        return [mail.key for mail in secretary.get(f"/mails/{query}").context["page"]]

    assert subjects("") == ["b", "a"]
    assert subjects("?tilstand=sent") == ["a"]
    assert subjects("?slags=kode") == ["b"]
    assert subjects("?q=Lindholm") == ["a"]
    assert subjects("?q=anden%40") == ["b"]
    assert subjects("?q=hilsen") == ["b", "a"]
    assert subjects("?q=ingen") == []
    assert secretary.get("/mails/").context["states"] == [(State.QUEUED, 1), (State.SENT, 1)]


def test_the_list_costs_the_same_with_one_and_with_three(secretary: Client, queue_mail: QueueMail) -> None:
    costs = []
    for keys in ("a", "bc"):
        for key in keys:
            queue_mail(key)
        with CaptureQueriesContext(connection) as queries:
            secretary.get("/mails/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= 9


def test_a_code_is_shown_to_nobody(secretary: Client, queue_mail: QueueMail) -> None:
    mail = queue_mail(is_secret=True)
    page = secretary.get(f"/mails/{mail.pk}/").content.decode()
    assert "Hej æøå" not in page
    assert "vises ikke for nogen" in page
    assert secretary.get(f"/mails/{mail.pk}/html/").status_code == 404


def test_links_good_for_their_bearer_are_shown_to_nobody_else(
    secretary: Client, cast: world.Cast, client: Client
) -> None:
    """What acts without signing in is the receiver's alone: in the text, in the HTML, for every kind of such link."""
    meeting = world.make_meeting()
    queueing.queue(CONVOCATION, meeting, attendees(meeting, SYSTEM, NOW)[0], NOW)
    (mail,) = OutboxMail.objects.all()
    (own, *_) = re.findall(r"http\S+/moeder/svar/\S+", mail.text)
    assert client.get(own).status_code == 200  # there is something to leak
    for path in (f"/mails/{mail.pk}/", f"/mails/{mail.pk}/html/"):
        shown = secretary.get(path).content.decode()
        assert ("/moeder/svar/" in shown, "Jeg kommer" in shown) == (False, True)
    assert f'href="{link("meetings:detail", meeting.slug)}"' in without_keys(mail.html)


@pytest.mark.parametrize(
    "name",
    ["meetings:rsvp", "meetings:action_answer", "meetings:no_remarks_answer", "recommendations:report_link",
     "recommendations:report_link_file",
     "forum:invitation", "forum:unsubscribe", "front:join_confirm", "front:calendar_feed"],
)  # fmt: skip
def test_an_own_link_is_masked_wherever_it_stands(name: str) -> None:
    own = link(name, "1:abc-d_e.f")
    assert without_keys(f"Svar:\n{own}?svar=yes\nEller {own}.") == f"Svar:\n{OWN}\nEller {OWN}"
    assert without_keys(f'<a class="b" href="{own}?a=1&amp;b=2">Ja</a> {own}') == f'<a class="b">Ja</a> {OWN}'


def test_every_view_of_an_own_link_names_it_so() -> None:
    """`without_keys` knows these links by the name of their key."""
    apps = ("forum", "recommendations", "meetings")
    code = "".join(path.read_text() for app in apps for path in (settings.BASE_DIR / app).rglob("*.py"))
    given = re.findall(r"@mail_link\n(?:@.+\n)*def \w+\(request: \w+, (\w+)", code)
    assert (len(given), set(given) - KEYS) == (12, set())


def test_the_html_is_framed_by_its_own_policy(secretary: Client, queue_mail: QueueMail) -> None:
    mail = queue_mail()
    shown = secretary.get(f"/mails/{mail.pk}/html/")
    assert shown.content.decode() == "<p>Kære medlem</p>"
    policy = [part.strip() for part in shown["Content-Security-Policy"].split(";")]
    assert "sandbox" in policy  # no scripts, and no windows either: the links are the receiver's own
    assert "script-src" not in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (State.DRAFT, "forum.mail.send_draft"),
        (State.FAILED, "forum.mail.send_again"),
        (State.UNCERTAIN, "forum.mail.send_again"),
        (State.SENT, "forum.mail.send_again"),
    ],
)
def test_a_person_sends_it_and_that_is_on_record(
    secretary: Client, queue_mail: QueueMail, state: str, verb: str
) -> None:
    mail = in_state(queue_mail(), state)
    assert post(secretary, "outbox_send", mail).status_code == 302
    again = OutboxMail.objects.get(pk=mail.pk)
    assert (again.state, again.message_id, again.error) == (State.QUEUED, mail.message_id, "")
    assert on_record(mail) == [(State.QUEUED, verb, "Sofie Krogh")]


def test_who_comes_second_is_told(secretary: Client, queue_mail: QueueMail) -> None:
    mail = in_state(queue_mail(), State.FAILED)
    assert post(secretary, "outbox_send", mail).status_code == 302
    second = post(secretary, "outbox_send", mail)
    assert second.status_code == 409
    assert "En anden har gjort noget ved mailen" in second.content.decode()
    assert len(on_record(mail)) == 1


def test_a_reason_written_on_a_stale_page_is_kept(secretary: Client, queue_mail: QueueMail) -> None:
    mail = in_state(queue_mail(), State.FAILED)
    late = post(secretary, "outbox_leave", mail, reason="Sagt på mødet", revision="queued-0")
    form = late.context["leaving"]
    assert (late.status_code, form["reason"].value(), form["revision"].value()) == (
        409, "Sagt på mødet", mail.revision,
    )  # fmt: skip
    assert on_record(mail) == []
    assert post(secretary, "outbox_leave", mail, **form.data.dict()).status_code == 302


def test_a_form_sent_twice_sends_once(secretary: Client, queue_mail: QueueMail) -> None:
    mail = in_state(queue_mail(), State.FAILED)
    codes = [post(secretary, "outbox_send", mail, form_key="k").status_code for _ in range(2)]
    assert codes == [302, 302]
    assert len(on_record(mail)) == 1


def test_a_mail_on_its_way_is_left_alone(secretary: Client, queue_mail: QueueMail) -> None:
    mail = in_state(queue_mail(), State.CLAIMED)
    assert post(secretary, "outbox_send", mail).status_code == 409
    assert post(secretary, "outbox_leave", mail, reason="Fordi").status_code == 409
    mail.refresh_from_db()
    assert mail.state == State.CLAIMED


def test_leaving_it_takes_a_reason(secretary: Client, queue_mail: QueueMail) -> None:
    mail = in_state(queue_mail(), State.UNCERTAIN)
    silent = post(secretary, "outbox_leave", mail, reason=" ")
    assert silent.status_code == 422
    assert post(secretary, "outbox_leave", mail, reason="Modtageren har fået den på mødet").status_code == 302
    mail.refresh_from_db()
    assert (mail.state, mail.error) == (State.DROPPED, "Modtageren har fået den på mødet")
    assert on_record(mail) == [(State.DROPPED, "forum.mail.leave_unsent", "Sofie Krogh")]


def test_an_erased_code_cannot_be_sent_again(secretary: Client, queue_mail: QueueMail) -> None:
    mail = in_state(queue_mail(is_secret=True), State.FAILED)
    assert post(secretary, "outbox_send", mail).status_code == 409
    mail.refresh_from_db()
    assert mail.state == State.FAILED


def test_what_would_be_dropped_is_refused_and_stays_as_it_was(
    secretary: Client, queue_mail: QueueMail, cast: world.Cast
) -> None:
    mail = in_state(queue_mail(to=cast.former), State.SENT)
    answer = post(secretary, "outbox_send", mail)
    told = "Mailen kan ikke sendes igen. Modtageren er ikke længere medlem af forummet."
    assert (answer.status_code, told in answer.content.decode()) == (409, True)
    mail.refresh_from_db()
    assert mail.state == State.SENT
    # Its sense was lost after the press: what went once is still sent
    OutboxMail.objects.filter(pk=mail.pk).update(state=State.QUEUED, sent_at=NOW)
    assert delivery.send_due(now=NOW) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.error) == (State.SENT, "Modtageren er ikke længere medlem af forummet.")


def test_looking_changes_nothing_and_others_may_not_act(
    secretary: Client, cast: world.Cast, client_for: ClientFor, queue_mail: QueueMail
) -> None:
    mail = in_state(queue_mail(), State.FAILED)
    assert secretary.get(f"/mails/{mail.pk}/send/").status_code == 405
    assert post(client_for(cast.chair), "outbox_send", mail).status_code == 403
    mail.refresh_from_db()
    assert mail.state == State.FAILED


def test_a_file_is_fetched_through_its_mail_only(secretary: Client, queue_mail: QueueMail, settings: Any) -> None:
    stored = StoredFile.objects.create(name="a.pdf", content_type="application/pdf", size=4, sha256="0", key="k")
    stored.path.parent.mkdir(parents=True, exist_ok=True)
    stored.path.write_bytes(b"%PDF")
    with_file, without = queue_mail("a", files=[stored]), queue_mail("b")
    assert secretary.get(f"/mails/{with_file.pk}/fil/{stored.pk}/").status_code == 200
    assert secretary.get(f"/mails/{without.pk}/fil/{stored.pk}/").status_code == 404


def test_the_page_of_each_state_opens(secretary: Client, queue_mail: QueueMail) -> None:
    for number, state in enumerate(State):
        mail = in_state(queue_mail(f"m:{number}", calendar="BEGIN:VCALENDAR", now=NOW), state)
        assert secretary.get(f"/mails/{mail.pk}/").status_code == 200
