"""Leaving: the seat stays, every session ends, and after the retention time the person is forgotten."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.membership.actions import invitations, members, pseudonymise, seats
from forum.people.models import Member, SeatHolding
from tests.forum.membership.test_invitations import ANSWER
from tests.forum.signin.test_signin import CODE, ask, is_signed_in, newest_code
from tests.world import Cast, make_decision, make_item, make_meeting, make_minutes, make_note, seat_of


def test_a_former_member_is_not_asked_to_leave_once_more(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.former)
    answers = [client.get("/profil/forlad/"), client.post("/profil/forlad/", {"sure": "on"})]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert Member.objects.get(pk=cast.former.pk).is_active


def test_the_one_who_leaves_has_a_receipt_and_the_secretariat_is_told(cast: Cast) -> None:
    members.leave(member=cast.head, by=cast.head, now=timezone.now())
    told = {mail.kind: mail for mail in OutboxMail.objects.all()}
    assert {kind: mail.to_address for kind, mail in told.items()} == {
        "forum.left": cast.head.email, "forum.member_left": cast.secretary.email,
    }  # fmt: skip
    assert "og områder: Odense Kommune." in told["forum.member_left"].text
    assert delivery.send_due() == 2


TOM = "Pladsen som forperson står tom, til I giver den til en anden."


def test_closing_the_chairs_access_names_the_chair_before_and_after(cast: Cast, client_for: Any) -> None:
    client, path = client_for(cast.secretary), f"/medlemmer/{cast.chair.pk}/luk/"
    seats.hand_over(seat=seat_of(cast.chair), to=cast.former, is_substitute=True, by=cast.secretary, now=timezone.now())
    pages = {name: client.get(f"/medlemmer/{who.pk}/luk/").content.decode() for name, who in cast.everyone().items()}
    assert [name for name, page in pages.items() if TOM in page] == ["chair"]
    answer = client.post(path, follow=True)
    assert [str(said) for said in answer.context["messages"]] == [f"Henrik Østergaard har ikke længere adgang. {TOM}"]
    mail = OutboxMail.objects.get(kind="forum.member_left")
    assert (mail.subject, mail.text.count(TOM)) == ("Forpersonen har forladt forummet", 1)
    desk = [line.what for line, _ in client.get("/").context["lines"]]
    vacant = [what for what in desk if "ledig" in what]
    assert vacant == ["Vejle Kommune har en ledig plads", "Forpersonens plads er ledig: Aarhus Kommune"]


def test_a_chair_who_leaves_is_told_what_stands_vacant(cast: Cast, client_for: Any) -> None:
    told = "Du er forperson. Pladsen som forperson står tom, til sekretariatet giver den til en anden."
    found = [told in client_for(who).get("/profil/forlad/").content.decode() for who in (cast.chair, cast.head)]
    assert found == [True, False]


def test_ending_the_chairs_seat_says_that_it_stands_vacant(cast: Cast, client_for: Any) -> None:
    holding = SeatHolding.objects.get(member=cast.chair)
    answer = client_for(cast.secretary).post(f"/pladser/{holding.seat_id}/{holding.pk}/afslut/", follow=True)
    told = [str(said) for said in answer.context["messages"]]
    assert told == [TOM]


def test_one_leaves_and_the_seat_stays(cast: Cast) -> None:
    here, phone = Client(), Client()
    for client in (here, phone):
        ask(client, cast.head.email)
        client.post(CODE, {"code": newest_code()})
    seat = seat_of(cast.head)
    assert here.post("/profil/forlad/", {"form_key": "a"}).status_code == 422
    assert here.post("/profil/forlad/", {"sure": "on"})["Location"] == "/farvel/"
    assert [is_signed_in(client) for client in (here, phone)] == [False, False]
    cast.head.refresh_from_db()
    assert (cast.head.is_active, cast.head.left_at is not None) == (False, True)
    seat.refresh_from_db()
    assert (seat.until, SeatHolding.objects.filter(seat=seat, until=None).count()) == (None, 0)


def test_the_last_secretary_stays(cast: Cast, client_for: Any) -> None:
    page = client_for(cast.secretary).post("/profil/forlad/", {"sure": "on"})
    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == [
        "Der skal være mindst én i sekretariatet. Inviter en anden til sekretariatet, før den sidste går."
    ]
    Member.objects.create_user("to@example.dk", "Nummer To", is_secretariat=True)
    members.leave(member=cast.secretary, by=cast.secretary, now=timezone.now())
    assert Member.objects.get(pk=cast.secretary.pk).is_secretariat is False


def test_a_closed_account_is_refused_at_the_next_request(cast: Cast, client_for: Any) -> None:
    theirs, secretary = client_for(cast.supplier), client_for(cast.secretary)
    assert theirs.get("/medlemmer/").status_code == 200
    secretary.post(f"/medlemmer/{cast.supplier.pk}/luk/", {"reason": "Virksomheden er solgt"})
    assert theirs.get("/medlemmer/").status_code == 302
    event = pghistory.models.Context.objects.filter(metadata__verb="forum.membership.leave").latest("created_at")
    assert (event.metadata["reason"], event.metadata["name"]) == ("Virksomheden er solgt", "Sofie Krogh")


@pytest.mark.parametrize("change", ["ends", "role"])
def test_what_one_may_do_follows_the_seat_at_the_next_request(cast: Cast, client_for: Any, change: str) -> None:
    if change == "ends":
        client = client_for(cast.head)
        assert client.get("/medlemmer/").status_code == 200
        holding = SeatHolding.objects.get(member=cast.head)
        seats.end_holding(holding=holding, by=cast.secretary, now=timezone.now())
        assert client.get("/medlemmer/").status_code == 403
    else:
        client = client_for(cast.secretary)
        assert client.get("/pladser/").status_code == 200
        Member.objects.filter(pk=cast.secretary.pk).update(is_secretariat=False)
        assert client.get("/pladser/").status_code == 403


def trail() -> str:
    rows = [list(apps.get_model("forum", name).objects.values()) for name in pseudonymise.TRAILS]
    rows.append(list(pghistory.models.Context.objects.values()))
    return json.dumps(rows, default=str, ensure_ascii=False)


def everything() -> str:
    out = [trail()]
    for model in apps.get_models():
        if model._meta.db_table not in connection.introspection.table_names():
            continue
        out.append(json.dumps(list(model._base_manager.values()), default=str, ensure_ascii=False))
    return "\n".join(out)


def test_who_left_long_ago_is_forgotten_and_the_papers_stay(cast: Cast) -> None:
    wanted: dict[str, Any] = {"email": "ny@example.dk", "name": "Nikoline", "seat": seat_of(cast.head)}
    invitation = invitations.invite(**wanted, by=cast.secretary, now=timezone.now())
    Client().post(
        f"/invitation/{invitations.token_of(invitation)}/", ANSWER | {"name": "Nikoline Ørsted", "phone": "99887766"}
    )
    person = Member.objects.get(email="ny@example.dk")
    ask(Client(), person.email)
    meeting = make_meeting()
    note = make_note(make_item(meeting), "Nikoline Ørsted orienterede.")
    make_decision(note.item)
    make_minutes(meeting)
    members.leave(member=person, by=person, now=timezone.now())
    assert {"Nikoline", "ny@example.dk", "99887766"} == {
        w for w in ("Nikoline", "ny@example.dk", "99887766") if w in everything()
    }

    assert person not in pseudonymise.due(timezone.now() + timedelta(days=364))
    assert pseudonymise.pseudonymise_due(now=timezone.now() + timedelta(days=366)) == 3  # Ulla and Mette had left too
    assert pseudonymise.pseudonymise_due(now=timezone.now() + timedelta(days=366)) == 0

    person.refresh_from_db()
    assert (person.name, person.is_active, person.phone) == ("Tidligere medlem", False, "")
    note.refresh_from_db()
    assert note.text == "Nikoline Ørsted orienterede."
    note.delete()
    left = everything()
    assert [word for word in ("ny@example.dk", "99887766") if word in left] == []
    assert [
        line[:300] for line in left.splitlines() if "Nikoline" in line.replace("Nikoline Ørsted orienterede.", "")
    ] == []
    assert SeatHolding.objects.filter(member=person).count() == 1


def test_the_trail_stays_locked_for_everyone_else(cast: Cast) -> None:
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        apps.get_model("forum", "MemberEvent").objects.update(name="x")


def test_members_with_a_seat_are_never_due(cast: Cast) -> None:
    due = pseudonymise.due(timezone.now() + timedelta(days=4000))
    assert set(due) == {cast.former}


def test_the_hourly_task_forgets_and_spares_the_demo(cast: Cast, settings: Any) -> None:
    from forum.tasks import clean_up

    SeatHolding.objects.filter(member=cast.former).update(until=timezone.localdate() - timedelta(days=400))
    settings.DEMO = True
    clean_up()
    assert Member.objects.get(pk=cast.former.pk).name == "Ulla Mørk"
    settings.DEMO = False
    clean_up()
    assert Member.objects.get(pk=cast.former.pk).name == "Tidligere medlem"
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_pseudonymised_member_cannot_come_back_as_themselves(cast: Cast) -> None:
    address = cast.former.email
    pseudonymise.pseudonymise(member=cast.former, by=None, now=timezone.now())
    ask(Client(), address)
    with pytest.raises(ValidationError):
        seats.hand_over(
            seat=seat_of(cast.head), to=Member.objects.get(pk=cast.former.pk), by=cast.secretary, now=timezone.now()
        )
