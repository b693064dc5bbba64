"""Actions after the minutes: new dates, owners, notes and results in the list; the approved minutes as they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from forum.base.stale import StaleError
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings.followup import actions
from meetings.followup.mail import ActionLink
from meetings.followup.models import Action, ActionStep
from meetings.followup.reminders import plan_reminders
from meetings.minutes.actions import promises
from meetings.minutes.document import document, paper_html
from meetings.minutes.models import Minutes
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

Clients = Callable[[Member | None], Client]
DUE = NOW.date() + timedelta(days=30)
LATER = DUE + timedelta(days=30)


@pytest.fixture
def action(held: Held) -> Action:
    """Mette Lindholm's, from minutes released a month ago and approved."""
    made = world.make_action(held.open, world.seat_of(held.cast.head), due=DUE)
    held.release()
    Minutes.objects.update(released_at=NOW - timedelta(days=30))
    held.approve()
    OutboxMail.objects.all().delete()
    return made


def story(action: Action) -> list[tuple[str, str, str, str]]:
    return [(step.said, step.text, step.by.name, step.via) for step in action.steps.all()]


def revision(action: Action) -> str:
    return Action.objects.get(pk=action.pk).revision


def test_the_list_goes_on_and_the_approved_minutes_stand(held: Held, action: Action, client_for: Clients) -> None:
    minutes, url = Minutes.objects.get(), f"/moeder/opgaver/{action.pk}/"
    reader = held.cast.supplier.as_viewer()
    paper = paper_html(document(minutes, reader))
    assert minutes.approval_holds
    owner, kolding = client_for(held.cast.head), world.seat_of(held.cast.lead)
    for sent in (
        {"to": "due", "due": LATER.isoformat(), "reason": "Markedsdialogen trak ud"},
        {"to": "note", "text": "Tre leverandører har svaret."},
        {"to": "owner", "owner": kolding.pk, "reason": "I har erfaringen"},
    ):
        assert owner.post(url, {**sent, "revision": revision(action)}).status_code == 302
    assert client_for(held.cast.lead).post(url, {"to": "done", "result": "En fælles køreplan"}).status_code == 302
    action.refresh_from_db()
    kept = (action.due, action.owner, action.result, action.agreed.due, action.agreed.owner_name)
    assert kept == (LATER, kolding, "En fælles køreplan", DUE, "Odense Kommune")
    minutes.refresh_from_db()
    assert (minutes.approval_holds, paper_html(document(minutes, reader)) == paper) == (True, True)
    assert story(action) == [
        (f"Ny frist: {LATER.day}. januar 2027", "Markedsdialogen trak ud", "Mette Lindholm", ""),
        ("Note", "Tre leverandører har svaret.", "Mette Lindholm", ""),
        (f"Givet videre til {kolding.organisation.full_name}", "I har erfaringen", "Mette Lindholm", ""),
        ("Udført", "En fælles køreplan", held.cast.lead.name, ""),
    ]
    page = client_for(held.cast.supplier).get(url).content.decode()
    read = ("Markedsdialogen trak ud", "Tre leverandører har svaret.", "I har erfaringen", "I referatet")
    assert [words for words in read if words not in page] == []
    minutes_page = client_for(held.cast.supplier).get(held.base).content.decode()
    assert ("Ansvarlig: Odense Kommune" in minutes_page, "Nu: udført" in minutes_page) == (True, True)


def test_a_changed_mind_is_no_departure_and_a_correction_follows_where_the_list_stands(held: Held) -> None:
    action = world.make_action(held.open, world.seat_of(held.cast.head), due=DUE)
    held.release()
    by: dict[str, Any] = {"by": held.cast.secretary, "now": NOW}
    actions.set_due(action=action, due=LATER, **by)
    action = Action.objects.get()
    assert (action.departs, action.agreed.due) == (True, DUE)
    actions.set_due(action=action, due=DUE, **by)
    assert not Action.objects.get().departs
    actions.set_due(action=action, due=LATER, **by)
    # The secretariat corrects the minutes, and until that is sent both the list and what was agreed stay
    corrected, moved = DUE + timedelta(days=1), LATER + timedelta(days=1)
    promises.write_action(item=held.open, action=Action.objects.get(), text="Skriv", owner=None, due=corrected, **by)
    actions.set_due(action=Action.objects.get(), due=moved, **by)
    odense = world.seat_of(held.cast.head)
    assert standing() == (odense, moved, odense.organisation.full_name, DUE, action.text)
    # Sent: the owner follows, for the list has not touched it; the list's own date stays, also the one given meanwhile
    held.release()
    assert standing() == (None, moved, "Sekretariatet", corrected, "Skriv")
    take_back(undo=Undo.objects.latest("pk"), by=held.cast.secretary, now=NOW, reason="x")
    assert standing() == (odense, moved, odense.organisation.full_name, DUE, action.text)


def standing() -> tuple[Any, ...]:
    """What the list says of the one action, and then what its minutes do."""
    action = Action.objects.get()
    return (action.owner, action.due, action.agreed.owner_name, action.agreed.due, action.text)


def test_what_nobody_may_or_can_do_is_refused(held: Held, action: Action, client_for: Clients) -> None:
    url, owner = f"/moeder/opgaver/{action.pk}/", client_for(held.cast.head)
    due = {"to": "due", "due": LATER.isoformat(), "revision": revision(action)}
    assert client_for(held.cast.chair).post(url, due).status_code == 403
    for bad in ({"due": "22.08.2019"}, {"due": ""}, {"due": "i morgen"}):
        assert owner.post(url, due | bad).status_code == 422
    stale = owner.post(url, due | {"revision": "x"})
    assert (stale.status_code, f'value="{LATER.isoformat()}"' in stale.content.decode()) == (409, True)
    assert owner.post(url, {"to": "note", "text": " \u200b "}).status_code == 422
    own_seat = world.seat_of(held.cast.head).pk
    assert owner.post(url, {"to": "owner", "owner": own_seat, "revision": revision(action)}).status_code == 422
    assert owner.post(url, {"to": "remind"}).status_code == 302  # the secretariat's alone
    owner.post(url, {"to": "done"})
    assert owner.post(url, due | {"revision": revision(action)}).status_code == 409
    assert [step.kind for step in ActionStep.objects.all()] == ["done"]
    with pytest.raises(StaleError):
        actions.set_due(action=action, due=LATER, revision="x", by=held.cast.secretary, now=NOW)


def test_a_closed_action_goes_only_to_those_who_may_read_it(held: Held, action: Action, client_for: Clients) -> None:
    Action.objects.update(item=held.closed)
    supplier, chair = world.seat_of(held.cast.supplier), world.seat_of(held.cast.chair)
    owner, url = client_for(held.cast.head), f"/moeder/opgaver/{action.pk}/"
    sent = {"to": "owner", "revision": revision(action), "reason": "Hemmelig grund"}
    assert owner.post(url, sent | {"owner": supplier.pk}).status_code == 422
    with pytest.raises(Exception, match="må ikke læse den"):
        actions.hand_over(action=Action.objects.get(), owner=supplier, by=held.cast.head, now=NOW)
    assert owner.post(url, sent | {"owner": chair.pk}).status_code == 302
    mail = OutboxMail.objects.get()
    said = mail.subject + mail.text + mail.html
    assert (mail.to_member, mail.is_optional) == (held.cast.chair, False)
    assert [word for word in ("køreplan", "Hemmelig", "/svar/") if word in said] == []
    assert client_for(None).get(link(action, held.cast.chair)).status_code == 410


def link(action: Action, member: Member) -> str:
    return f"/moeder/opgaver/svar/{ActionLink(action.pk, member.pk).token()}/"


def test_the_new_owner_is_told_and_the_old_ones_reminders_go(held: Held, action: Action) -> None:
    Action.objects.update(due=NOW.date())
    action.refresh_from_db()
    plan_reminders(now=NOW)
    assert [mail.to_member for mail in OutboxMail.objects.all()] == [held.cast.head]
    kolding = world.seat_of(held.cast.lead)
    actions.hand_over(action=action, owner=kolding, reason="I er tættest på", by=held.cast.head, now=NOW)
    plan_reminders(now=NOW)  # not so soon after the mail that it is theirs
    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.to_member, mail.is_optional) == ("meetings.action_given", held.cast.lead, False)
    assert mail.subject == "En opgave til dig: frist 23. november 2026"
    words = ("Mette Lindholm har givet dig en opgave", "Skriv udkast til køreplan", "I er tættest på")
    assert [text for text in words if text not in mail.text or text not in mail.html] == []
    held.open.audience = "authorities"
    held.open.save()  # closed before the mail is sent: it goes without what it is about
    delivery.send_due(now=NOW + timedelta(seconds=61))  # while it can be undone it waits
    mail.refresh_from_db()
    assert (mail.state, [text for text in words[1:] if text in mail.text + mail.html]) == ("sent", [])
    # To the secretariat, all of it but who gave it; back again, the reminders are owed anew
    second = Member.objects.create_user("s2@example.dk", "Sara Sten", is_secretariat=True, welcomed_at=NOW)
    actions.hand_over(action=Action.objects.get(), owner=None, by=held.cast.secretary, now=NOW + timedelta(minutes=1))
    told = {mail.kind: mail for mail in OutboxMail.objects.exclude(pk=mail.pk)}
    assert {kind: mail.to_member for kind, mail in told.items()} == {
        "meetings.action_given": second,
        "meetings.action_handed_on": held.cast.lead,  # whose it was
    }
    former = told["meetings.action_handed_on"]
    assert "Sofie Krogh har givet en opgave videre til Sekretariatet." in former.text
    assert [text for text in words[1:] if text in former.text + former.html] == []
    OutboxMail.objects.all().delete()
    actions.hand_over(action=Action.objects.get(), owner=world.seat_of(held.cast.head), by=second, now=NOW)
    Action.objects.update(given_at=None)
    plan_reminders(now=NOW)
    assert OutboxMail.objects.filter(kind="meetings.action_reminder").get().to_member == held.cast.head


def test_a_hand_over_is_taken_back_within_the_minute(held: Held, action: Action) -> None:
    Action.objects.update(due=NOW.date())
    action.refresh_from_db()
    before = Action.objects.values().get()
    head = held.cast.head
    actions.hand_over(action=action, owner=world.seat_of(held.cast.lead), by=head, now=NOW)
    assert (OutboxMail.objects.get().not_before, ActionStep.objects.count()) == (NOW + timedelta(seconds=60), 1)
    take_back(undo=Undo.objects.latest("pk"), by=head, now=NOW + timedelta(seconds=30), reason="Gav opgave videre")
    left = (Action.objects.values().get(), ActionStep.objects.count(), OutboxMail.objects.count())
    assert left == (before, 0, 0)
    plan_reminders(now=NOW)
    assert OutboxMail.objects.get().to_member == head


def test_the_secretariat_reminds_now_but_not_twice_a_day(held: Held, action: Action, client_for: Clients) -> None:
    secretary, url = client_for(held.cast.secretary), f"/moeder/opgaver/{action.pk}/"

    def said() -> str:
        answer = secretary.post(url, {"to": "remind"}, follow=True)
        return " ".join(str(message) for message in answer.context["messages"])

    assert said() == "Mindet om opgaven: Mette Lindholm."
    assert said() == "Den ansvarlige er allerede mindet om opgaven i dag."
    assert (OutboxMail.objects.get().to_member, story(action)) == (
        held.cast.head,
        [("Mindet om opgaven", "", "Sofie Krogh", "")],
    )
    OutboxMail.objects.all().delete()
    NotificationChoice.objects.create(member=held.cast.head, kind="actions", pace="never")
    assert said() == "Den ansvarlige vil ikke have mails om opgaver. Ring i stedet."
    actions.move_action(action=action, to="done", by=held.cast.head, now=NOW)
    assert said() == "Opgaven er afsluttet. Åbn den igen, hvis der er mere at gøre."


def test_all_of_it_from_the_mail_without_signing_in(held: Held, action: Action, client_for: Clients) -> None:
    nobody, url = client_for(None), link(action, held.cast.head)
    nobody.post(url, {"to": "due", "due": LATER.isoformat(), "revision": revision(action)})
    nobody.post(url, {"to": "note", "text": "På vej"})
    nobody.post(url, {"to": "note", "text": "På vej"})  # pressed twice
    nobody.post(url, {"to": "done", "result": "Den er skrevet"})
    nobody.post(url, {"to": "open"})
    gone = nobody.post(
        url, {"to": "owner", "owner": world.seat_of(held.cast.chair).pk, "revision": revision(action)}, follow=True
    )
    assert (gone.status_code, "Opgaven er givet videre" in gone.content.decode()) == (410, True)
    assert [(step.kind, step.via, step.by) for step in action.steps.all()] == [
        (kind, "mail-link", held.cast.head) for kind in ("due", "note", "done", "open", "owner")
    ]


def test_while_the_minutes_are_a_draft_they_are_where_it_is_changed(held: Held, client_for: Clients) -> None:
    action = world.make_action(held.open, world.seat_of(held.cast.head))
    secretary, url = client_for(held.cast.secretary), f"/moeder/opgaver/{action.pk}/"
    sent = {"to": "due", "due": LATER.isoformat(), "revision": revision(action)}
    answer = secretary.post(url, sent)
    assert (answer.status_code, "Ret opgaven i referatet." in answer.content.decode()) == (409, True)
