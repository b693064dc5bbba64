"""Remarks: taken back by their author while nobody has answered; answered by one secretary at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import lxml.html
import pytest
from django.test import Client

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings.minutes.actions import course, remarks
from meetings.minutes.models import Minutes, Remark
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

Clients = Callable[[Member | None], Client]
GONE = "Bemærkningen findes ikke længere. Måske er den slettet."


@pytest.fixture
def remark(held: Held) -> Remark:
    """To the text that was sent before the one that is out now."""
    held.release()
    return remarks.send_remark(item=held.open, text="Mangler et ord", by=held.cast.head, now=NOW - timedelta(minutes=1))


def path(held: Held, remark: Remark) -> str:
    return f"{held.base}bemaerkning/{remark.pk}/traek-tilbage/"


def told(client: Client, url: str, **data: str) -> str:
    """What the page says after the press."""
    response: Any = client.post(url, data, follow=True)
    assert response.redirect_chain[-1][1] == 302
    (message,) = response.context["messages"]
    return str(message)


def offered(client: Client, held: Held) -> list[str]:
    page = unescape(client.get(held.base).content.decode())
    return re.findall(r'action="(\S+traek-tilbage/)"', page)


def test_the_author_takes_it_back_once(held: Held, remark: Remark, client_for: Clients) -> None:
    client, url = client_for(held.cast.head), path(held, remark)
    assert offered(client, held) == [url]
    assert told(client, url, form_key="k") == "Din bemærkning er slettet."
    assert told(client, url, form_key="k") == "Det har du allerede sendt. Her kan du se, hvordan det står nu."
    assert told(client, url, form_key="l") == GONE
    assert "Mangler et ord" not in client.get(held.base).content.decode()
    events: Any = world.history(Remark).order_by("pgh_id")
    assert [(row.pgh_label, row.text, row.pgh_context.metadata["verb"]) for row in events] == [
        ("insert", "Mangler et ord", "meetings.minutes.send_remark"),
        ("delete", "Mangler et ord", "meetings.minutes.withdraw_remark"),
    ]


def test_nobody_else_takes_it_back(held: Held, remark: Remark, client_for: Clients) -> None:
    why_not = "Du kan kun slette dine egne bemærkninger."
    for member, says in ((held.cast.secretary, why_not), (held.cast.chair, GONE)):
        assert told(client_for(member), path(held, remark)) == says
        assert path(held, remark) not in offered(client_for(member), held)
    assert Remark.objects.count() == 1


def test_not_when_it_is_answered_or_the_time_is_over(held: Held, remark: Remark, client_for: Clients) -> None:
    client, url = client_for(held.cast.head), path(held, remark)
    type(held.minutes).objects.update(remarks_due=date(2026, 11, 22))
    assert told(client, url) == "Fristen for bemærkninger er udløbet. Derfor kan bemærkningen ikke slettes."
    type(held.minutes).objects.update(remarks_due=date(2026, 12, 7))
    Remark.objects.update(outcome="taken_in", answered_at=NOW)
    assert told(client, url) == "Sekretariatet har svaret på bemærkningen. Derfor kan den ikke slettes."
    assert (offered(client, held), Remark.objects.count()) == ([], 1)


def test_what_is_written_when_the_time_runs_out_is_not_lost(held: Held, client_for: Clients) -> None:
    held.release()
    client, url = client_for(held.cast.head), f"{held.base}punkt/{held.open.pk}/bemaerkning/"
    assert client.post(url, {"text": "Et ord mangler"}).status_code == 302
    Remark.objects.update(outcome="taken_in", answered_at=NOW)
    told = []
    closings: list[Callable[[], Any]] = [
        lambda: type(held.minutes).objects.update(remarks_due=date(2026, 11, 22)), held.approve,
    ]  # fmt: skip
    for close in closings:
        close()
        answer = client.post(url, {"text": "Mangler endnu et ord"})
        page = lxml.html.fromstring(answer.content)
        (sentence,) = [found.text_content().strip() for found in page.find_class("alert-text")]
        (field,) = page.xpath("//textarea[@name='text']")
        told.append((answer.status_code, sentence, field.value.strip()))
    assert told == [
        (409, "Fristen for bemærkninger var søndag den 22. november 2026. Skriv til sekretariatet i stedet.",
         "Mangler endnu et ord"),
        (409, "Referatet er godkendt, så der kan ikke sendes bemærkninger til det nu.", "Mangler endnu et ord"),
    ]  # fmt: skip
    assert Remark.objects.count() == 1


def test_an_answer_to_what_is_gone_is_told(held: Held, remark: Remark, client_for: Clients) -> None:
    remarks.withdraw_remark(remark=remark, by=held.cast.head, now=NOW)
    url = f"{held.base}bemaerkning/{remark.pk}/"
    assert told(client_for(held.cast.secretary), url, outcome="taken_in") == GONE


def test_an_answer_to_what_is_taken_back_while_it_is_sent_is_told_and_kept(
    held: Held, remark: Remark, client_for: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meetings.minutes.views.remarks._remark_or_say_gone", lambda *_: remark)
    Remark.objects.all().delete()
    status, page, fields = sent(client_for(held.cast.secretary), held, remark, outcome="taken_in", answer="Rettet")
    assert (status, fields["answer"]) == (409, "Rettet")
    assert page.count("Medlemmet har slettet bemærkningen. Derfor er svaret ikke gemt.") == 1
    assert "Svaret, som det er gemt nu" not in page


def test_an_answer_pressed_in_haste_is_corrected(held: Held, remark: Remark, client_for: Clients) -> None:
    office, url = client_for(held.cast.secretary), f"{held.base}bemaerkning/{remark.pk}/"
    link = f'<a href="{url}">Ret svaret'
    assert link not in office.get(held.base).content.decode()
    office.post(url, {"outcome": "taken_in", "answer": "Tak", "revision": remark.revision})
    assert link in office.get(held.base).content.decode()
    assert client_for(held.cast.head).get(url).status_code == 403
    (form,) = lxml.html.fromstring(office.get(url).content).xpath("//main//form[.//*[@name='outcome']]")
    begun = {name: form.fields[name] for name in ("outcome", "answer", "revision")}
    assert (begun["outcome"], begun["answer"]) == ("taken_in", "Tak")
    assert office.post(url, begun | {"outcome": "not_taken_in", "answer": "Ikke alligevel"}).status_code == 302
    assert list(Remark.objects.values_list("outcome", "answer")) == [("not_taken_in", "Ikke alligevel")]


def test_of_two_at_once_one_is_told(held: Held, remark: Remark) -> None:
    twin = Remark.objects.get()
    answer: dict[str, Any] = {"outcome": "taken_in", "answer": "Tak", "by": held.cast.secretary, "now": NOW}
    remarks.answer_remark(remark=twin, **answer)
    with pytest.raises(StaleError, match=r"^Bemærkningen er besvaret eller slettet i mellemtiden\.$"):
        remarks.withdraw_remark(remark=remark, by=held.cast.head, now=NOW)
    remark.delete()
    with pytest.raises(StaleError, match=r"^Medlemmet har slettet bemærkningen\. Derfor er svaret ikke gemt\.$"):
        remarks.answer_remark(remark=twin, **answer)


def sent(client: Client, held: Held, remark: Remark, **data: str) -> tuple[int, str, dict[str, str]]:
    """(status, the page's words, its form's fields) after the press of one of the two buttons."""
    response: Any = client.post(f"{held.base}bemaerkning/{remark.pk}/", data)
    page = unescape(response.content.decode())
    fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]*? value="([^"]*)"', page))
    return response.status_code, page, fields


def test_a_second_answer_sees_the_first_and_is_saved_on_purpose(
    held: Held, remark: Remark, client_for: Clients
) -> None:
    first, second = client_for(held.cast.secretary), client_for(held.cast.secretary)
    begun = unescape(second.get(held.base).content.decode())
    assert re.findall(r'name="revision" value="([^"]*)"', begun) == [remark.revision]
    assert sent(first, held, remark, outcome="taken_in", answer="Rettet i punkt 1", revision=remark.revision)[0] == 302
    late = {"outcome": "not_taken_in", "answer": "Det blev ikke sagt"}
    status, page, fields = sent(second, held, remark, **late, revision=remark.revision)
    assert status == 409
    assert page.count("Bemærkningen er besvaret, mens du skrev. Skal dit svar gælde i stedet? Gem det igen.") == 1
    assert re.findall(r"<blockquote[^>]*>\s*<p>(.*?)</p>", page) == ["Indarbejdet. Rettet i punkt 1"]
    assert fields["answer"] == "Det blev ikke sagt"
    assert Remark.objects.get().answer == "Rettet i punkt 1"
    assert sent(second, held, remark, **late, revision=fields["revision"])[0] == 302
    assert Remark.objects.get().answer == "Det blev ikke sagt"


def test_an_answer_that_cannot_be_saved_keeps_what_was_typed(held: Held, remark: Remark, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    for answer, outcome, says in (
        ("x" * 301, "taken_in", "Svaret er for langt. Der er plads til 300 tegn."),
        ("Tak for det", "", "Vælg, om bemærkningen er indarbejdet eller ej."),
    ):
        status, page, fields = sent(client, held, remark, outcome=outcome, answer=answer, revision=remark.revision)
        assert (status, page.count(says) > 0, fields["answer"]) == (422, True, answer)
    assert Remark.objects.get().outcome == ""


def test_the_author_is_mailed_the_answer_and_a_changed_answer(held: Held, remark: Remark) -> None:
    """Not optional: it answers a person. Of a closed item the mail says only that there is an answer."""
    NotificationChoice.objects.create(member=held.cast.head, kind="minutes", pace="never")
    closed = remarks.send_remark(item=held.closed, text="Hemmeligt ord", by=held.cast.head, now=NOW)
    OutboxMail.objects.all().delete()
    told: dict[str, Any] = {"by": held.cast.secretary, "now": NOW}
    remarks.answer_remark(remark=remark, outcome="taken_in", answer="Rettet", **told)
    remarks.answer_remark(remark=remark, outcome="taken_in", answer="Rettet", **told)
    remarks.answer_remark(remark=closed, outcome="not_taken_in", answer="Også hemmeligt", **told)
    first, second = OutboxMail.objects.order_by("pk")
    assert (first.to_member, first.is_optional) == (held.cast.head, False)
    assert [word in first.text for word in ("Mangler et ord", "Indarbejdet. Rettet", f"#{remark.anchor}")] == [True] * 3
    assert "emmelig" not in second.subject + second.text + second.html
    assert "Punktet er lukket, så svaret kan kun læses på siden." in second.text
    later = NOW + timedelta(minutes=1)
    remarks.answer_remark(remark=remark, outcome="not_taken_in", answer="", by=held.cast.secretary, now=later)
    delivery.send_due(now=later)
    assert OutboxMail.objects.order_by("pk").values_list("state", "error").first() == (
        "dropped", "Sekretariatet har siden rettet svaret.",
    )  # fmt: skip


def test_taken_in_before_the_text_is_put_right_waits_for_it(held: Held, remark: Remark, client_for: Clients) -> None:
    office, url = client_for(held.cast.secretary), f"{held.base}bemaerkning/{remark.pk}/"
    Remark.objects.update(at=NOW)
    said = told(office, url, outcome="taken_in", answer="Ordet er med nu", revision=remark.revision)
    assert said == "Svaret er gemt. Mette Lindholm får det, når du har rettet teksten og sender rettelsen."
    assert OutboxMail.objects.filter(kind="meetings.remark_answered").count() == 0
    step = office.get(held.base).context["course"]["step"]
    assert (step.label, step.url) == ("Ret teksten", f"{held.base}skriv/#punkt-1")
    with pytest.raises(NotAllowed, match="men teksten er ikke rettet"):
        held.approve()
    again = {"outcome": "not_taken_in", "answer": "", "revision": Remark.objects.get().revision}
    assert told(office, url, **again) == "Svaret er gemt og sendt til Mette Lindholm."
    assert held.approve().state == "approved"


def test_what_a_correction_takes_in_is_answered_when_it_is_sent(
    held: Held, remark: Remark, client_for: Clients
) -> None:
    """Before, the author would look for it in the text that was sent, and in vain."""
    author, office = client_for(held.cast.head), client_for(held.cast.secretary)
    answers = OutboxMail.objects.filter(kind="meetings.remark_answered")
    held.write(held.open, "Med et ord til.", revision=2)
    data = {"outcome": "taken_in", "answer": "Ordet er med nu", "revision": remark.revision}
    said = told(office, f"{held.base}bemaerkning/{remark.pk}/", **data)
    assert said == "Svaret er gemt. Mette Lindholm får det, når du sender rettelsen."

    def reads(client: Client) -> list[bool]:
        page = client.get(held.base).content.decode()
        return [word in page for word in ("Ordet er med nu", "Du får svar, når rettelsen er sendt.")]

    kept = author.get("/profil/data/fil/").content.decode()
    assert (answers.count(), reads(author), reads(office), "Mangler et ord" in kept, "Ordet er med nu" in kept) == (
        0, [False, True], [True, False], True, False,
    )  # fmt: skip
    later, by = NOW + timedelta(hours=1), held.cast.secretary
    course.send_correction(minutes=Minutes.objects.get(), by=by, now=later)
    assert (answers.get().to_member, reads(author)) == (held.cast.head, [True, False])
    take_back(undo=Undo.objects.latest("pk"), by=by, now=later, reason="x")
    assert (answers.count(), reads(author)) == (0, [False, True])
    course.send_correction(minutes=Minutes.objects.get(), by=by, now=later + timedelta(minutes=2))
    assert (answers.get().state, reads(author)) == ("queued", [True, False])
