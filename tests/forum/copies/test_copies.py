"""View copies: asked for with the file, made once a content, gone with it; shown to the attachment's readers alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import lxml.html
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from forum import files
from forum.copies import actions
from forum.copies.models import ViewCopy
from forum.copies.rewriting import WHY_NOT
from forum.files import serving
from forum.files.models import StoredFile
from forum.jobs import worker
from forum.jobs.models import Job
from forum.people.models import Member
from meetings.agenda.actions.view_copies import plan_copies
from meetings.agenda.models import AgendaItem, Attachment
from tests import world
from tests.browser import launched
from tests.forum.copies import hostile
from tests.world import NOW

ClientFor = Callable[[Member | None], Client]


@pytest.fixture
def item(cast: world.Cast) -> AgendaItem:
    return world.make_item(world.make_meeting(), 1)


def attach(office: Client, item: AgendaItem, *uploads: tuple[str, bytes]) -> list[Attachment]:
    """The attachments as the secretariat puts them on the item, in order."""
    sent = [SimpleUploadedFile(name, data) for name, data in uploads]
    answer = office.post(f"/moeder/punkt/{item.pk}/bilag/", {"uploads": sent, "upload_audience": item.audience})
    assert answer.status_code == 302, answer.content.decode()
    return list(Attachment.objects.order_by("position"))[-len(uploads) :]


def work() -> None:
    while worker.work_next(now=NOW):
        pass


def test_it_opens_in_place_and_the_original_is_for_download(
    item: AgendaItem, cast: world.Cast, client_for: ClientFor
) -> None:
    pdf = hostile.hostile_pdf()
    paper, photo, text = attach(
        client_for(cast.secretary), item, ("Oplæg.pdf", pdf), ("Kort.jpg", hostile.photo()), ("Note.txt", b"Hej")
    )
    member = client_for(cast.head)
    waits = member.get(paper.shown_url)
    assert (waits.status_code, "bliver gjort klar" in waits.content.decode()) == (200, True)
    work()
    for shown, kind, policy in (
        (
            paper,
            "application/pdf",
            serving.OWN_PDF,
        ),
        (photo, "image/jpeg", serving.NOTHING_RUNS),
    ):
        answer = member.get(shown.shown_url)
        assert (answer["Content-Type"], answer["Content-Security-Policy"]) == (kind, policy)
        assert answer["Content-Disposition"].partition(";")[0] == "inline"
        assert hostile.SECRET not in answer.getvalue()
    original = member.get(paper.get_absolute_url())
    assert (original.getvalue(), original["Content-Disposition"].partition(";")[0]) == (pdf, "attachment")
    assert original["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (text.shown_url, member.get(f"/moeder/bilag/{text.pk}/vis/")["Location"]) == ("", text.get_absolute_url())
    page = lxml.html.fromstring(member.get(item.meeting.get_absolute_url()).content)
    assert page.xpath("//ul[@class='papers']//a/@href") == [
        paper.shown_url, paper.get_absolute_url(), photo.shown_url, photo.get_absolute_url(), text.get_absolute_url(),
    ]  # fmt: skip


def test_only_those_who_see_the_attachment_see_its_copy(cast: world.Cast, client_for: ClientFor) -> None:
    item = world.make_item(world.make_meeting(), 1, audience="authorities")
    (paper,) = attach(client_for(cast.secretary), item, ("Plan.pdf", hostile.text_pdf("Planen")))
    work()
    item.disqualified.add(cast.disqualified)
    people = {**cast.everyone(), "nobody": None}
    seen = [who for who, person in people.items() if client_for(person).get(paper.shown_url).status_code == 200]
    assert seen == ["secretary", "chair", "head", "lead", "ski"]
    # Another attachment with the same content has readers of its own: the copy is one, the door is each attachment's
    (public,) = attach(
        client_for(cast.secretary), world.make_item(item.meeting, 2), ("Ens.pdf", paper.file.path.read_bytes())
    )
    assert [client_for(cast.supplier).get(each.shown_url).status_code for each in (public, paper)] == [200, 404]
    assert ViewCopy.objects.count() == 1


def test_what_cannot_be_shown_is_downloaded_with_a_sentence(
    item: AgendaItem, cast: world.Cast, client_for: ClientFor
) -> None:
    locked = hostile.text_pdf(encryption=pikepdf.Encryption(user="", owner="ejer"))
    (paper,) = attach(client_for(cast.secretary), item, ("Laast.pdf", locked))
    work()
    page = client_for(cast.head).get(paper.shown_url)
    html = lxml.html.fromstring(page.content)
    assert html.xpath("normalize-space(//*[@id='visning']/p)") == f"{WHY_NOT['protected']} Den bliver hentet i stedet."
    assert html.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={paper.get_absolute_url()}"]
    assert client_for(cast.head).get(paper.get_absolute_url()).getvalue() == locked


def test_the_planner_asks_for_what_is_missing_and_the_night_takes_what_is_left_over(
    item: AgendaItem, cast: world.Cast
) -> None:
    for name in ("A", "B"):  # as a release without copies left them
        file = files.store(hostile.text_pdf(name), name=f"{name}.pdf")
        Attachment.objects.create(item=item, file=file, title=name, added_by=cast.secretary)
    files.store(hostile.text_pdf("Rapport"), name="ikke et bilag.pdf")
    assert [plan_copies(now=NOW), plan_copies(now=NOW)] == [2, 0]
    work()
    assert [copy.file is None for copy in ViewCopy.objects.all()] == [False, False]
    failed = ViewCopy.objects.order_by("pk")[0].job
    Job.objects.filter(pk=failed.pk).update(state="failed", finished_at=NOW - timedelta(hours=23))
    plan_copies(now=NOW)
    assert Job.objects.get(pk=failed.pk).state == "failed"
    plan_copies(now=NOW + timedelta(hours=2))
    assert Job.objects.get(pk=failed.pk).state == "queued"
    work()
    Attachment.objects.filter(title="A").delete()
    later = NOW + timedelta(days=2)
    StoredFile.objects.update(created_at=NOW - timedelta(days=2))
    files.clean_up(now=later)
    assert (actions.forget_copies(now=later), ViewCopy.objects.count(), Job.objects.count()) == (1, 1, 1)
    files.clean_up(now=later)
    assert StoredFile.objects.count() == 2  # of three files with two copies


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The one that shows PDF."""
    yield from launched(whole=True)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_a_browser_it_opens_and_nothing_runs(
    cast: world.Cast, client_for: ClientFor, page: Page, live_server: Any
) -> None:
    office = client_for(cast.secretary)
    item = world.make_item(world.make_meeting(), 1)
    locked = hostile.text_pdf(encryption=pikepdf.Encryption(user="", owner="ejer"))
    paper, photo, shut = attach(
        office, item, ("Oplæg.pdf", hostile.hostile_pdf()), ("Kort.jpg", hostile.photo()), ("Laast.pdf", locked)
    )
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.context.add_cookies(
        [{"name": k, "value": v.value, "url": live_server.url} for k, v in client_for(cast.head).cookies.items()]
    )
    page.goto(f"{live_server.url}{photo.shown_url}")
    expect(page.locator("#visning [role=status]")).to_have_text(
        "Bilaget bliver gjort klar til at blive vist. Det tager normalt nogle få sekunder."
    )
    work()
    page.get_by_role("link", name="Åbn bilaget").click()  # which came by itself
    assert page.evaluate("[document.contentType, document.images[0].naturalWidth]") == ["image/jpeg", 60]
    page.goto(f"{live_server.url}{item.meeting.get_absolute_url()}")
    page.get_by_role("link", name="Oplæg").first.click()
    page.wait_for_url(f"{live_server.url}{paper.shown_url}")
    assert page.evaluate("document.contentType") == "application/pdf"
    with page.expect_download() as download:
        page.goto(f"{live_server.url}{shut.shown_url}")
    assert download.value.suggested_filename == "Laast.pdf"
    expect(page.locator("#visning")).to_contain_text("Den bliver hentet i stedet.")
    assert asked == []
