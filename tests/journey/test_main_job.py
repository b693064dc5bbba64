"""From a fresh demo: sign in by the mailed code, answer from the mail, be reminded, send the report as secretary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from playwright.sync_api import Browser, Page, expect

from forum.base.workdays import is_avoided
from forum.mail import delivery
from forum.mail.models import OutboxMail
from meetings.attendance.models import Attendance
from meetings.convocation.actions import reminders
from meetings.meeting.models import Meeting
from tests.journey.stack import Stack, running
from tests.world import COPENHAGEN

METTE = "mette.lindholm@example.dk"


@pytest.fixture
def stack(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[Stack]:
    call_command("seed_demo", verbosity=0)
    with running(tmp_path) as made:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(made.env["EMAIL_URL"].rsplit(":", 1)[1])
        settings.EMAIL_BACKEND = "forum.mail.smtp.EmailBackend"  # pytest-django's own keeps mail in memory
        settings.SITE_URL = made.url
        yield made


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def links_of(mail: EmailMessage) -> list[str]:
    return re.findall(r"http://127\.0\.0\.1:\S+", text_of(mail))


def person(chromium: Browser) -> Page:
    """A browser of one's own, without anybody's cookies."""
    return chromium.new_context(locale="da-DK", viewport={"width": 1280, "height": 900}).new_page()


def sign_in_by_code(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/konto/log-ind/")
    page.get_by_label("Mailadresse").fill(METTE)
    page.get_by_role("button", name="Send mig en kode").click()
    code = re.findall(r"\d{4} ?\d{4}", text_of(stack.mailbox.wait_for(METTE, "kode")))[0]
    page.get_by_label("Kode").fill(code)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.get_by_role("button", name="Ja, husk mig her").click()
    expect(page.get_by_role("heading", name="Det venter på dig")).to_be_visible()


def convene(page: Page, stack: Stack) -> Meeting:
    """The secretary makes a meeting a good month ahead and calls everybody to it."""
    day = (datetime.now(COPENHAGEN) + timedelta(days=40)).date()
    while is_avoided(day):
        day += timedelta(days=1)
    page.goto(f"{stack.url}/moeder/nyt/")
    page.get_by_label("Titel").fill("Ekstra møde om anbefaling 9")
    page.get_by_label("Dato").fill(f"{day:%d.%m.%Y}")
    page.get_by_label("Sted").fill("KL-Huset")
    page.get_by_role("button", name="Gem mødet").click()
    expect(page.locator("main")).to_contain_text("Mødet er oprettet")
    meeting: Meeting = Meeting.objects.get(title="Ekstra møde om anbefaling 9")
    page.goto(f"{stack.url}/moeder/{meeting.slug}/indkald/")
    page.get_by_role("button", name=re.compile(r"Send til \d+")).click()
    return meeting


def wait_no_longer(page: Page, says: str) -> None:
    """Let the mails go that could be undone for the rest of a minute. Beat, which looks for them, is not here."""
    expect(page.locator("#fortryd").filter(has_text=says)).to_be_visible()
    OutboxMail.objects.filter(state="queued").update(not_before=F("created_at"))
    delivery.send_due()


def as_part(chromium: Browser, stack: Stack, name: str) -> Page:
    page = person(chromium)
    page.goto(f"{stack.url}/demo/")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(f"{stack.url}/**")
    return page


@pytest.mark.browser
@pytest.mark.real_time  # web server and worker are processes of their own, and ask the machine
@pytest.mark.slow  # the whole chain through real processes
def test_the_main_job(stack: Stack, chromium: Browser) -> None:
    member = person(chromium)
    sign_in_by_code(member, stack)
    member.goto(f"{stack.url}/anbefalinger/9/")
    expect(member.locator("main")).to_contain_text("Fordel det fælleskommunale ansvar")

    secretary = as_part(chromium, stack, "Sofie Krogh")
    meeting = convene(secretary, stack)
    wait_no_longer(secretary, "Indkaldelsen går ud til")
    call = stack.mailbox.wait_for(METTE, "Ekstra møde")
    calendar = [part for part in call.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in calendar] == ["REQUEST"]

    elsewhere = person(chromium)
    answer_link = next(link for link in links_of(call) if "/svar/" in link)
    elsewhere.goto(answer_link)
    assert Attendance.objects.filter(meeting=meeting).exclude(answer="").count() == 0  # looking answers nothing
    elsewhere.get_by_role("button", name="Jeg kommer", exact=True).click()
    expect(elsewhere.locator("main")).to_contain_text("Du kommer")
    mine = Attendance.objects.get(meeting=meeting, seat__holdings__member__email=METTE)
    assert (mine.answer, mine.via) == ("yes", "mail")

    remind_at_the_right_minute(stack, meeting)
    send_report(secretary, stack)


def remind_at_the_right_minute(stack: Stack, meeting: Meeting) -> None:
    """A moved clock: a minute before, nothing; at the minute, one mail; a minute later, no other."""
    meeting.refresh_from_db()
    due = meeting.start - timedelta(days=7)
    for minutes, mails in ((-1, 0), (0, 1), (1, 1)):
        moment = due + timedelta(minutes=minutes)
        reminders.plan_mail(now=moment)
        delivery.send_due(now=moment)
        # The demo's own meeting may fall on the same day, and reminds of itself
        reminded = [mail for mail in stack.mailbox.to(METTE, "Påmindelse") if meeting.title in text_of(mail)]
        assert len(reminded) == mails, minutes


def send_report(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/rapporter/")
    page.get_by_role("link", name="Lav den første rapport").click()
    page.get_by_role("button", name="Lav rapporten").click()
    page.get_by_role("link", name="Send rapporten").click(timeout=60_000)
    page.get_by_label("Andre modtagere").fill(METTE)
    page.get_by_role("button", name="Send rapporten").click()
    wait_no_longer(page, "Rapporten går ud til 1 om")
    mail = stack.mailbox.wait_for(METTE, "Anbefalingsrapport")
    papers = [part.get_payload(decode=True) for part in mail.iter_attachments() if part.get_content_subtype() == "pdf"]
    assert [bytes(paper)[:5] for paper in papers] == [b"%PDF-"]
