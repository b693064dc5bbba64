"""Minutes taken back: gone for readers with their mails, and said to be corrected when they come again."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member
from meetings.minutes.models import Minutes
from tests.meetings.minutes.conftest import Held
from tests.world import SENT

Clients = Callable[[Member | None], Client]


def test_withdrawn_minutes_are_gone_for_readers_and_their_mail_with_them(held: Held, client_for: Clients) -> None:
    held.release()
    client_for(held.cast.secretary).post(held.base + "traek-tilbage/", {"reason": "Forkert bilag"})
    held.meeting.refresh_from_db()
    assert (Minutes.objects.get().state, held.meeting.state) == ("draft", "held")
    page = client_for(held.cast.head).get(held.base)
    assert (page.status_code, page.templates[0].name) == (200, "meetings/minutes/withdrawn.html")
    html = page.content.decode()
    assert ("Sekretariatet har trukket referatet tilbage: <bdi>Forkert bilag</bdi>" in html, "Vi talte" in html) == (
        True,
        False,
    )
    assert client_for(None).get(held.base).status_code == 302
    assert client_for(held.cast.former).get(held.base).status_code == 403
    delivery.send_due(now=SENT)
    assert set(OutboxMail.objects.values_list("state", "error")) == {
        ("dropped", "Referatet er trukket tilbage, eller modtageren kan ikke længere se det.")
    }


def test_a_draft_is_not_taken_back_and_the_reason_is_not_lost(held: Held, client_for: Clients) -> None:
    answer = client_for(held.cast.secretary).post(held.base + "traek-tilbage/", {"reason": "Forkert bilag"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="Forkert bilag"' in page) == (409, True)
    assert "Kun et referat, der er til bemærkninger, kan trækkes tilbage." in page


def test_minutes_sent_again_say_that_they_are_corrected_and_why(held: Held, client_for: Clients) -> None:
    held.release()
    assert set(OutboxMail.objects.values_list("subject", flat=True)) == {"Er der noget, der skal rettes? Novembermøde"}
    OutboxMail.objects.all().delete()
    client_for(held.cast.secretary).post(held.base + "traek-tilbage/", {"reason": "Forkert bilag"})
    held.release()
    mail = OutboxMail.objects.get(to_member=held.cast.head)
    assert mail.subject == "Referatet er rettet. Er det rigtigt nu? Novembermøde"
    assert "er rettet, siden du fik det. På siden kan du læse hvorfor." in mail.text
    assert "Forkert bilag" not in mail.text  # it may be about a closed item
    assert (
        "<strong>Rettet referat:</strong> Forkert bilag" in client_for(held.cast.head).get(held.base).content.decode()
    )
