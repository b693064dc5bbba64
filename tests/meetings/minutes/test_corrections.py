"""Silence counts only for the text that was sent: a correction goes to all with its words, and gives a new term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from forum.base.refusal import NotAllowed
from forum.base.text import changes
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from meetings.agenda.models import AgendaItem
from meetings.minutes import rules
from meetings.minutes.actions import course, decisions, promises
from meetings.minutes.actions.no_remarks import say_no_remarks
from meetings.minutes.corrections import Correction, last_correction, unsent_correction
from meetings.minutes.models import Minutes, NoRemarks, Note, SentText, silent_members
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.meetings.minutes.test_course import EDITS, _edits
from tests.world import NOW

Clients = Callable[[Member | None], Client]
LATE = date(2026, 12, 8)  # the day after the first term
UNSENT = "Medlemmerne har ikke set den rettede tekst. Send rettelsen først."


def why_not_approve(held: Held, day: date = LATE) -> str:
    return rules.why_not_approve(Minutes.objects.select_related("meeting").get(), day)


def correct(held: Held, days: int = 0) -> Minutes:
    """Send the correction some days after the first text."""
    OutboxMail.objects.all().delete()
    now = NOW + timedelta(days=days, minutes=1)
    minutes = Minutes.objects.select_related("meeting").get()
    held.minutes = course.send_correction(minutes=minutes, by=held.cast.secretary, now=now)
    return held.minutes


def mail_to(member: Member) -> OutboxMail:
    return OutboxMail.objects.get(to_member=member)


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit != "draft"])
def test_no_text_is_approved_that_was_not_sent(edit: str, held: Held) -> None:
    """However it was changed: approval waits for the correction, and the correction for its own term."""
    edits = _edits(held)
    held.release()
    assert why_not_approve(held) == ""
    edits[edit]()
    assert why_not_approve(held) == UNSENT
    with pytest.raises(NotAllowed, match=r"^Medlemmerne har ikke set den rettede tekst\."):
        held.approve()
    assert correct(held, days=15).remarks_due == date(2026, 12, 11)  # Tuesday 8 December and three working days
    assert why_not_approve(held, date(2026, 12, 11)) == (
        "Medlemmerne har frist til og med fredag den 11. december 2026. Derefter kan referatet godkendes."
    )
    assert why_not_approve(held, date(2026, 12, 12)) == ""


def test_a_text_put_back_needs_no_new_round_and_what_is_changed_past_us_does(held: Held) -> None:
    held.release()
    held.write(held.open, "Noget andet.", revision=2)
    assert why_not_approve(held) == UNSENT
    held.write(held.open, "Sagt åbent.", revision=3)
    assert (Minutes.objects.get().state, why_not_approve(held)) == ("corrected", "")
    with pytest.raises(NotAllowed, match="Der er ingen rettelse at sende"):
        correct(held)
    held.approve()
    Minutes.objects.update(state="remarks", approved_hash="", approved_at=None)
    assert why_not_approve(held) == ""
    Note.objects.filter(item=held.open).update(text="Skrevet uden om")
    assert why_not_approve(held) == UNSENT


def test_a_correction_is_called_so_and_a_second_sending_says_what_happened(held: Held, client_for: Clients) -> None:
    held.release()
    held.write(held.open, "Et andet tal.", revision=2)
    office, path = client_for(held.cast.secretary), f"{held.base}frigiv/"
    approve = office.get(f"{held.base}godkend/").content.decode()
    shown = (UNSENT, f'href="{path}"', 'name="revision"')
    assert [word in approve for word in shown] == [True, True, False]
    read = {"revision": Minutes.objects.get().revision}
    office.post(path, read)
    bar = office.get("/").context["undos"][0]  # the newest
    assert bar.before.startswith("Rettelsen af referatet går ud til ")
    again = office.post(path, read, follow=True)
    assert [str(said) for said in again.context["messages"]] == ["Rettelsen er allerede sendt til medlemmerne."]
    page = office.get(path).content.decode()
    assert ("Rettelsen er allerede sendt til medlemmerne." in page, "<h1>Send rettelsen</h1>" in page) == (True, True)


def test_a_correction_leaves_the_time_that_there_was(held: Held) -> None:
    first = held.release().remarks_due
    held.write(held.open, "Rettet.", revision=2)
    assert correct(held, days=1).remarks_due == first == date(2026, 12, 7)


def test_it_is_mailed_to_all_with_the_words_that_each_may_read(held: Held, client_for: Clients) -> None:
    """Never the words of a closed item, in no mail; never an item's at all to whoever may not see it."""
    for member, pace in ((held.cast.ski, "never"), (held.cast.lead, "weekly")):
        NotificationChoice.objects.create(member=member, kind="minutes", pace=pace)
    held.release()
    assert OutboxMail.objects.count() == 4
    held.write(held.open, "Sagt helt åbent.", revision=2)
    held.write(held.closed, "Sagt meget lukket.", revision=2)
    held.write(held.hidden, "Sagt mere inhabilt.", revision=2)
    office = client_for(held.cast.secretary)
    page = office.get(held.base + "frigiv/").content.decode()
    assert ("6 får en mail" in page, page.count("<ins>")) == (True, 3)
    held.minutes = correct(held)
    assert OutboxMail.objects.filter(is_optional=False, kind="meetings.minutes_corrected").count() == 6
    told = {member.name: mail_to(member) for member in (held.cast.head, held.cast.supplier, held.cast.disqualified)}
    quoted = {name: [word for word in ("helt", "meget", "mere") if word in mail.text] for name, mail in told.items()}
    assert quoted == {"Mette Lindholm": ["helt", "mere"], "Camilla Bech": ["helt", "mere"], "Karen Dahl": ["helt"]}
    assert [word for mail in told.values() for word in ("meget",) if word in mail.text + mail.html + mail.subject] == []
    assert "Punkt 1: Punkt 1\n\nSagt [tilføjet: helt] åbent." in told["Mette Lindholm"].text
    assert "<ins" in told["Mette Lindholm"].html
    closed = "Der er også rettet i noget, som kun kan læses på siden."
    assert [closed in mail.text for mail in told.values()] == [True, False, True]
    # On the page, signed in, who may read the closed item reads what is changed there too
    read = {
        member.name: client_for(member).get(held.base).content.decode()
        for member in (held.cast.head, held.cast.supplier, held.cast.disqualified)
    }
    assert {name: html.count("<ins>") for name, html in read.items()} == {
        "Mette Lindholm": 3, "Camilla Bech": 2, "Karen Dahl": 2,
    }  # fmt: skip


def test_what_was_written_while_an_item_was_closed_stays_closed(held: Held) -> None:
    held.write(held.closed, "Hemmeligt og andet.", revision=2)
    held.release()
    held.write(held.closed, "Og andet.", revision=3)
    supplier = held.cast.supplier.as_viewer()
    AgendaItem.objects.filter(pk=held.closed.pk).update(audience="members")
    changed: Any = unsent_correction(held.minutes)
    (one,) = changed.of(supplier)
    assert (one.parts, one.is_closed) == ([("added", "Og andet.")], True)
    (seen,) = changed.of(held.cast.head.as_viewer())
    assert ("removed", "Hemmeligt og") in seen.parts
    held.minutes = correct(held)
    assert "Hemmeligt" not in "".join(mail.text + mail.html for mail in OutboxMail.objects.all())


def test_decisions_actions_and_who_was_there_are_compared_too(held: Held) -> None:
    """A recommendation or area is named to whoever may see it, and to nobody else."""
    secret = world.make_area(title="Hemmeligt område", audience="authorities")
    decision = world.make_decision(held.open, text="Vi prøver.", area=secret)
    held.release()
    nothing: dict[str, Any] = {"recommendation": None, "lead": None, "partners": [], "by": held.cast.secretary}
    decisions.write_decision(
        item=held.open, decision=decision, kind="decided", text="Vi venter.", area=secret, now=NOW, **nothing
    )
    promises.write_action(
        item=held.open, text="Skriv til alle", owner=None, due=NOW.date(), by=held.cast.secretary, now=NOW
    )
    course.record_presence(
        minutes=held.minutes, came=set(), went=set(), also_present="Ole Gæst", by=held.cast.secretary, now=NOW
    )
    held.minutes = correct(held)
    changed: Any = last_correction(held.minutes)
    there, item = changed.of(held.cast.supplier.as_viewer())
    assert (there.heading, there.parts[-1]) == ("Deltagere", ("added", "\nDesuden deltog: Ole Gæst"))
    text = "".join(part for _, part in item.parts)
    assert [word in text for word in ("venter", "prøver", "Skriv til alle", "Hemmeligt område")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert "Hemmeligt område" in "".join(part for _, part in changed.of(held.cast.head.as_viewer())[1].parts)
    mails = "".join(mail.text + mail.html for mail in OutboxMail.objects.all())
    assert ("Vi [fjernet: prøver] [tilføjet: venter]." in mails, "Hemmeligt område" in mails) == (True, False)
    Note.objects.filter(item=held.open).update(text="**Sagt** åbent.")
    only_signs: Any = unsent_correction(held.minutes)
    assert ("added", "**Sagt**") in only_signs.of(held.cast.head.as_viewer())[0].parts


def test_an_action_for_fewer_than_its_item_is_theirs_alone(held: Held) -> None:
    held.release()
    action = world.make_action(held.open, world.seat_of(held.cast.head), text="Skriv til alle", audience="authorities")
    held.write(held.open, "Sagt helt åbent.", revision=2)
    held.minutes = correct(held)

    def words(member: Member) -> str:
        changed: Any = last_correction(held.minutes)
        return "".join(part for one in changed.of(member.as_viewer()) for _, part in one.parts)

    assert [("Skriv" in words(member)) for member in (held.cast.head, held.cast.supplier)] == [True, False]
    mails = "".join(mail.text + mail.html for mail in OutboxMail.objects.all())
    assert ("[tilføjet: helt]" in mails, "Skriv til alle" in mails) == (True, False)
    assert "Der er også rettet i noget, som kun kan læses på siden." in mail_to(held.cast.head).text
    type(action).objects.update(audience="secretariat")
    assert "Skriv" not in words(held.cast.head)


def test_the_mail_follows_what_its_reader_may_read_when_it_goes(held: Held) -> None:
    held.release()
    held.write(held.open, "Sagt helt åbent.", revision=2)
    held.minutes = correct(held)
    assert "helt" in mail_to(held.cast.head).text
    held.open.disqualified.add(held.cast.head)
    delivery.send_due(now=NOW + timedelta(minutes=2))
    sent = mail_to(held.cast.head)
    assert ("helt" in sent.text, "Der er ikke rettet noget i de punkter, du kan læse." in sent.text) == (False, True)
    assert "helt" in mail_to(held.cast.chair).text


def test_a_word_about_the_text_before_does_not_count_for_the_correction(held: Held) -> None:
    held.release()
    say_no_remarks(minutes=held.minutes, by=held.cast.head, via="page", now=NOW)
    assert held.cast.head not in silent_members(held.minutes)
    held.write(held.open, "Rettet.", revision=2)
    held.minutes = correct(held)
    assert held.cast.head in silent_members(held.minutes)
    assert (NoRemarks.objects.count(), SentText.objects.count()) == (1, 2)


def test_minutes_sent_before_texts_were_kept_are_corrected_with_their_words(held: Held) -> None:
    held.release()
    SentText.objects.all().delete()
    assert why_not_approve(held) == ""
    held.write(held.open, "Sagt helt åbent.", revision=2)
    assert why_not_approve(held) == UNSENT
    held.minutes = correct(held, days=15)
    assert "Sagt [tilføjet: helt] åbent." in mail_to(held.cast.head).text
    held.approve()
    SentText.objects.all().delete()
    course.reopen(minutes=held.minutes, reason="Navnet", by=held.cast.secretary, now=NOW + timedelta(days=40))
    held.write(held.open, "Sagt åbent.", revision=3)
    held.minutes = correct(held, days=41)
    assert "Sagt [fjernet: helt] åbent." in mail_to(held.cast.head).text


def test_an_excerpt_stays_in_the_paragraph_that_was_changed() -> None:
    """Nothing is begun on of the paragraphs around it."""
    parts = changes("Først.\n\nVi tager otte.\n\nDerefter kaffe.", "Først.\n\nVi tager ni.\n\nDerefter kaffe.")
    found = Correction(1, 1, "Punkt", parts, is_closed=False).excerpt
    assert "".join(text for kind, text in found if kind != "removed").split() == ["Vi", "tager", "ni."]
