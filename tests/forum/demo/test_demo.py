"""The demo's doors: open in the demo, absent elsewhere, and no start with them in production."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from forum.checks import demo_is_only_for_trying, refuse_demo_in_production
from forum.demo.cast import CAST
from forum.membership.actions import members
from tests.world import Cast

DOOR, BOX = "/demo/", "/demo/postkasse/"


@pytest.fixture
def box(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.MAILSINK_DIR = str(tmp_path)
    return tmp_path


def drop(box: Path, name: str, subject: str, html: str = "<html><head></head><body>Hej</body></html>") -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "forum@example.dk", "mette@example.dk"
    mail["Date"] = "Mon, 23 Nov 2026 08:00:00 -0000"
    mail.set_content("Hej i tekst")
    mail.add_alternative(html, subtype="html")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Rapport æøå.pdf")
    mail.add_attachment(b"<script>", maintype="text", subtype="html", filename="ond.html")
    # A long subject stands on lines of its own (RFC 5322, folding), as the sender's library writes it
    (box / f"{name}.eml").write_bytes(mail.as_bytes().replace(b"Subject: ", b"Subject: \n ", 1))


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_each_of_the_cast_walks_in_with_one_click(cast: Cast, settings: Any, part: Any) -> None:
    settings.DEMO = True
    client = Client()
    assert client.post(DOOR, {"hvem": part.key})["Location"] == "/"
    assert int(client.session["_auth_user_id"]) == cast.everyone()[part.key].pk
    assert client.get("/admin/").status_code == (200 if part.key == "secretary" else 403)


def test_who_has_left_is_not_on_the_door(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    members.leave(member=cast.ski, by=cast.ski, now=timezone.now())
    shown = [part.key for part in Client().get(DOOR).context["cast"]]
    assert shown == [part.key for part in CAST if part.key != "ski"]


@pytest.mark.parametrize("path", [DOOR, BOX, f"{BOX}a/", f"{BOX}a/html/", f"{BOX}a/fil/0/"])
def test_outside_the_demo_the_doors_are_not_there(cast: Cast, settings: Any, path: str) -> None:
    settings.DEMO = False
    client = Client()
    assert client.get(path).status_code == 404
    assert client.post(DOOR, {"hvem": "secretary"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demos_door_counts_as_second_factor_in_the_demo_only(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    client = Client()
    client.post(DOOR, {"hvem": "secretary"})
    settings.DEMO = False
    assert client.get("/admin/")["Location"] == "/konto/sikkerhed/"


@pytest.mark.parametrize(
    ("demo", "debug", "address", "starts"),
    [
        (True, False, "http://127.0.0.1:8000", True),
        (True, False, "http://localhost:8000", True),
        (True, True, "http://forum.test:8000", True),
        (True, False, "http://forum.kl.dk", False),
        (True, True, "https://forum.kl.dk", False),
        (True, False, "https://localhost", False),
        (False, False, "https://forum.kl.dk", True),
    ],
)
def test_production_does_not_start_with_the_demo(
    settings: Any, demo: bool, debug: bool, address: str, starts: bool
) -> None:
    settings.DEMO, settings.DEBUG, settings.SITE_URL = demo, debug, address
    settings.HTTPS = address.startswith("https")
    assert [problem.id for problem in demo_is_only_for_trying(None)] == ([] if starts else ["forum.E001"])
    if not starts:
        with pytest.raises(ImproperlyConfigured):
            refuse_demo_in_production()


def test_the_mailbox_shows_newest_first(db: None, box: Path) -> None:
    drop(box, "20261123T080000.1-000001", "Den første")
    drop(box, "20261123T090000.1-000002", "Den anden med æøå og \N{PARTY POPPER}")
    page = Client().get(BOX)
    assert "mandag den 23. november 2026 kl. 09.00" in page.content.decode()
    assert [mail.subject for mail in page.context["mails"]] == ["Den anden med æøå og \N{PARTY POPPER}", "Den første"]


def test_a_mail_is_shown_without_power(db: None, box: Path) -> None:
    drop(box, "en", "<b>Emne</b>", html="<html><head></head><body><script>alert(1)</script></body></html>")
    page = Client().get(f"{BOX}en/")
    assert "&lt;b&gt;Emne&lt;/b&gt;" in page.content.decode()
    assert page["Content-Security-Policy"].endswith("; frame-src 'self'")
    frame = Client().get(f"{BOX}en/html/")
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in frame["Content-Security-Policy"]
    assert "script-src" not in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_attachments_come_as_files(db: None, box: Path) -> None:
    drop(box, "en", "Emne")
    pdf, html = (Client().get(f"{BOX}en/fil/{n}/") for n in (0, 1))
    assert (pdf.content, pdf["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert pdf["Content-Disposition"] == "attachment; filename*=utf-8''Rapport%20%C3%A6%C3%B8%C3%A5.pdf"
    assert (html["Content-Type"], html["Content-Security-Policy"]) == (
        "application/octet-stream",
        "default-src 'none'; sandbox",
    )
    assert Client().get(f"{BOX}en/fil/2/").status_code == 404


@pytest.mark.parametrize("name", ["..", ".hidden", "en.eml", "%2e%2e%2fsecret", "findes-ikke"])
def test_nothing_outside_the_mailbox_is_read(db: None, box: Path, name: str) -> None:
    drop(box, "en", "Emne")
    (box.parent / "secret.eml").write_text("Subject: hemmelig\n\n")
    assert Client().get(f"{BOX}{name}/").status_code in {404, 302}
