"""One's own profile: words, picture, mails, data, devices."""

from __future__ import annotations

import io
import json
from typing import Any

import lxml.html
import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from forum.base.text import file_size
from forum.membership.forms.invitations import AcceptForm
from forum.membership.forms.profile import ProfileForm
from forum.templatetags.layout import initials
from tests.forum.files.test_content import huge_png
from tests.forum.signin.test_signin import CODE, ask, is_signed_in, newest_code
from tests.world import Cast, make_answer, make_area, make_meeting, make_update, seat_of

WORDS = {"name": "Mette Lindholm Juhl", "title": "Chef", "phone": "33 70 33 70", "competences": "udbud, funktionskrav"}


COMING = "//*[@id='hvem-kommer']//ul[@class='people']/li"


def photo(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


def test_words_are_kept_clean(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.head)
    sent = WORDS | {"name": " Mette\r\nBcc: x@y.dk\u202e  Juhl ", "title": "Chef \N{PARTY POPPER}"}
    assert client.post("/profil/", sent)["Location"] == "/profil/"
    cast.head.refresh_from_db()
    assert (cast.head.name, cast.head.title) == ("Mette Bcc: x@y.dk Juhl", "Chef \N{PARTY POPPER}")


def test_a_newcomer_gives_a_face_that_the_others_see_among_who_comes(cast: Cast, client_for: Any) -> None:
    client, meeting = client_for(cast.head), make_meeting()
    make_answer(meeting, seat_of(cast.head), "yes")
    make_answer(meeting, seat_of(cast.supplier), "yes")
    bad = client.post("/velkommen/", {"competences": "udbud", "upload": SimpleUploadedFile("a.png", b"intet")})
    assert (bad.status_code, bad.context["form"]["competences"].value()) == (422, "udbud")
    sent = {"competences": "udbud", "phone": "", "upload": SimpleUploadedFile("a.png", photo())}
    assert client.post("/velkommen/", sent)["Location"] == "/"
    cast.head.refresh_from_db()
    assert (cast.head.name, cast.head.competences) == ("Mette Lindholm", "udbud")
    page = lxml.html.fromstring(client_for(cast.supplier).get(meeting.get_absolute_url()).content)
    faces = {row.xpath("string(bdi)"): row.xpath("*[contains(@class, 'initials')]")[0] for row in page.xpath(COMING)}
    assert {name: face.get("src") or face.text for name, face in faces.items()} == {
        "Mette Lindholm": f"/medlemmer/{cast.head.pk}/billede/",
        cast.supplier.name: initials(cast.supplier.name),
    }


def test_a_refused_form_keeps_what_was_typed(cast: Cast, client_for: Any) -> None:
    page = client_for(cast.head).post("/profil/", WORDS | {"name": "", "title": "Noget nyt"})
    assert (page.status_code, page.context["form"]["title"].value()) == (422, "Noget nyt")
    assert client_for(cast.head).post("/profil/", WORDS | {"title": "x" * 121}).status_code == 422
    cast.head.refresh_from_db()
    assert cast.head.name == "Mette Lindholm"


@pytest.mark.parametrize(
    "phone", ["", "33703370", "+45 33 70 33 70", "0046 (0)8-123 45 67", "33 70 33 70 lokal 12", "+1 212.555.0100 x7"]
)
def test_a_phone_is_kept_as_it_is_written(cast: Cast, client_for: Any, phone: str) -> None:
    assert client_for(cast.head).post("/profil/", WORDS | {"phone": phone}).status_code == 302
    cast.head.refresh_from_db()
    assert cast.head.phone == phone


@pytest.mark.parametrize(
    "phone", ["12 34", "ring til mig", "33 70 33 7O", "1" * 16, "٣٣٧٠٣٣٧٠", "33703370 lokal", "+()- ()-/"]
)
def test_what_cannot_be_dialled_is_told_kindly(cast: Cast, client_for: Any, phone: str) -> None:
    told = "Skriv et telefonnummer, fx 12 34 56 78."
    page = client_for(cast.head).post("/profil/", WORDS | {"phone": phone})
    assert (page.status_code, page.context["form"].errors) == (422, {"phone": [told]})
    assert AcceptForm({"name": "Ny", "phone": phone}).errors["phone"] == [told]


def test_the_picture_field_names_its_limits(settings: Any) -> None:
    help_text = ProfileForm.base_fields["upload"].help_text
    limits = f"En PNG- eller JPEG-fil på højst {file_size(settings.FILE_MAX_BYTES)} og 40 megapixel. "
    assert help_text == limits + "Vi gemmer kun selve billedet, ikke hvor og hvornår det er taget."


def test_a_picture_is_kept_shown_and_removed(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.head)
    client.post("/profil/", WORDS | {"upload": SimpleUploadedFile("../../ond.php", photo())})
    cast.head.refresh_from_db()
    assert cast.head.picture
    served = client_for(cast.supplier).get(f"/medlemmer/{cast.head.pk}/billede/")
    assert (served.status_code, served["Content-Security-Policy"]) == (200, "default-src 'none'; sandbox")
    assert client_for(None).get(f"/medlemmer/{cast.head.pk}/billede/").status_code == 302
    client.post("/profil/", WORDS | {"without_picture": "on"})
    cast.head.refresh_from_db()
    assert cast.head.picture is None


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"<html>", b"", photo("GIF")])
def test_what_is_no_photo_is_refused_and_the_words_stay(cast: Cast, client_for: Any, content: bytes) -> None:
    page = client_for(cast.head).post("/profil/", WORDS | {"upload": SimpleUploadedFile("mig.png", content)})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["upload"]
    assert page.context["form"].errors["upload"] == ["Billedet skal være en JPEG- eller PNG-fil."] or not content
    assert page.context["form"]["name"].value() == "Mette Lindholm Juhl"
    cast.head.refresh_from_db()
    assert cast.head.name == "Mette Lindholm"


def test_a_photo_that_is_too_large_is_told_the_limit(cast: Cast, client_for: Any) -> None:
    page = client_for(cast.head).post("/profil/", WORDS | {"upload": SimpleUploadedFile("mig.png", huge_png())})
    [told] = page.context["form"].errors["upload"]
    assert (page.status_code, "højst 40 megapixel" in told) == (422, True)


def test_mails_are_chosen_kind_by_kind(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.head)
    chosen = {
        "reminders": "at_once",
        "minutes": "weekly",
        "areas": "never",
        "actions": "never",
        "recommendations": "weekly",
    }
    for _ in range(2):
        assert client.post("/profil/beskeder/", chosen)["Location"] == "/profil/beskeder/"
    assert dict(cast.head.notification_choices.values_list("kind", "pace")) == chosen
    assert client.post("/profil/beskeder/", chosen | {"areas": "hver time"}).status_code == 422


def test_ones_data_can_be_fetched_and_nobody_elses(cast: Cast, client_for: Any) -> None:
    make_answer(make_meeting(), seat_of(cast.head), answered_by=cast.head)
    make_update(make_area(), cast.head, sentence="Det går godt.")
    response = client_for(cast.head).get("/profil/data/fil/")
    assert response["Content-Disposition"] == 'attachment; filename="mine-data.json"'
    found = json.loads(response.content)
    assert found["dig"]["mailadresse"] == cast.head.email
    assert [place["plads"] for place in found["pladser"]] == ["Odense Kommune, medlem"]
    assert [row["svar"] for row in found["svar på indkaldelser"]] == ["Deltager"]
    assert [row["status"] for row in found["status på innovationsområder"]] == ["Det går godt."]
    text = response.content.decode()
    assert (list(found)[-1], settings.CONTACT_MAIL in found["ikke med"][-1]) == ("ikke med", True)
    assert [m.email for m in cast.everyone().values() if m.email in text] == [cast.head.email]
    assert client_for(None).get("/profil/data/fil/").status_code == 302
    assert client_for(cast.former).get("/profil/data/fil/").status_code == 200


def test_signing_out_of_the_other_devices_and_of_all(cast: Cast, clock: time_machine.Traveller) -> None:
    clients = []
    for _ in range(3):
        clock.shift(1)  # the newest stands first
        clients.append(Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Safari/537.36"}))
        ask(clients[-1], cast.head.email)
        clients[-1].post(CODE, {"code": newest_code()})
    here, *others = clients
    page = here.get("/konto/enheder/")
    assert [(d.name, d.is_this_one) for d in page.context["devices"]] == [
        ("Chrome på Windows", False),
        ("Chrome på Windows", False),
        ("Chrome på Windows", True),
    ]
    here.post("/konto/enheder/", {"hvor": "andre"})
    assert [is_signed_in(client) for client in (here, *others)] == [True, False, False]
    here.post("/konto/enheder/", {"hvor": "alle"})
    assert not is_signed_in(here)
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u200b", "\u3164", "\u2800 \u00ad", "\u200d"])
def test_a_name_that_nobody_can_see_is_none(cast: Cast, client_for: Any, name: str) -> None:
    answer = client_for(cast.head).post("/profil/", WORDS | {"name": name})
    cast.head.refresh_from_db()
    assert (answer.status_code, cast.head.name) == (422, "Mette Lindholm")


def test_what_cannot_be_seen_in_a_name_goes_and_the_rest_stays(cast: Cast, client_for: Any) -> None:
    client_for(cast.head).post("/profil/", WORDS | {"name": "Zo\u200bë \N{WOMAN}\u200d\N{PERSONAL COMPUTER}"})
    cast.head.refresh_from_db()
    assert cast.head.name == "Zoë \N{WOMAN}\u200d\N{PERSONAL COMPUTER}"


def test_two_tabs_keep_what_the_other_changed(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.head)
    shown = {name: client.get("/profil/").context["form"][name].value() or "" for name in WORDS}
    began = {f"initial-{name}": value for name, value in shown.items()}
    client.post("/profil/", began | shown | {"name": "Mette Lindholm Juhl"})
    client.post("/profil/", began | shown | {"phone": "12 34 56 78"})
    cast.head.refresh_from_db()
    assert (cast.head.name, cast.head.phone) == ("Mette Lindholm Juhl", "12 34 56 78")
    assert 'name="initial-name"' in client.get("/profil/").content.decode()


@pytest.mark.parametrize("path", ["/profil/forlad/", "/privatliv/"])
def test_the_pages_say_that_the_file_is_not_all_there_is(cast: Cast, client_for: Any, path: str) -> None:
    page = " ".join(client_for(cast.head).get(path).content.decode().split())
    assert ("Historikken" in page and "er ikke med i filen" in page, "Hent alt" in page) == (True, False)
