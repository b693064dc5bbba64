"""Attachments: taken only when safe, served only to those who may see them, removed with a way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.test import Client

from forum.files.models import StoredFile
from forum.people.models import Member
from meetings.agenda.models import AgendaItem, Attachment
from meetings.meeting.models import Meeting
from tests import world
from tests.forum.files.example_files import PDF

ClientFor = Callable[[Member | None], Client]


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return world.make_item(meeting, 1)


@pytest.fixture
def office(cast: world.Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


def upload(client: Client, item: AgendaItem, *files: tuple[str, bytes], **more: str) -> tuple[int, str]:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    data = {"uploads": sent, "upload_audience": "members"} | more
    response = client.post(f"/moeder/punkt/{item.pk}/bilag/", data)
    return response.status_code, response.content.decode()


def test_several_files_at_once_keep_their_names_as_titles(item: AgendaItem, office: Client) -> None:
    status, _ = upload(office, item, ("Oplæg om indkøb.txt", b"Hej"), ("../../etc/plan.txt", b"To"))
    titles = list(Attachment.objects.values_list("title", "position"))
    assert (status, titles) == (302, [("Oplæg om indkøb", 0), ("plan", 1)])


def scan_words(client: Client, address: str) -> list[str]:
    page = lxml.html.fromstring(client.get(address).content)
    for again in page.find_class("only-phone"):
        again.drop_tree()
    return [e.text_content().strip() for e in page.iter("p", "span") if "scannet for virus" in (e.text or "").lower()]


def test_not_scanned_is_said_once_of_all_and_of_each_when_some_are(
    item: AgendaItem, cast: world.Cast, office: Client, client_for: Any
) -> None:
    page, desk = item.meeting.get_absolute_url(), f"/moeder/punkt/{item.pk}/"
    paper = world.make_paper(item, cast.secretary)
    assert scan_words(office, page) == scan_words(office, desk) == ["Bilaget er ikke scannet for virus."]
    world.make_paper(world.make_item(item.meeting, 2), cast.secretary)
    world.make_paper(item, cast.secretary)
    assert scan_words(office, page) == scan_words(office, desk) == ["Bilagene er ikke scannet for virus."]
    StoredFile.objects.filter(pk=paper.file_id).update(scan=StoredFile.Scan.CLEAN)
    assert scan_words(office, page) == ["ikke scannet for virus"] * 2
    assert scan_words(client_for(cast.head), page) == []  # who reads can do nothing about it
    assert scan_words(office, desk) == ["Hele forummet. Ikke scannet for virus."]
    StoredFile.objects.update(scan=StoredFile.Scan.CLEAN)
    assert scan_words(office, page) == scan_words(office, desk) == []


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("tegning.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "kunne ikke lægges op."),
        ("side.html", b"<!doctype html><script>alert(1)</script>", "kunne ikke lægges op."),
        ("oplaeg.pdf", b"<html><script>1</script></html>", "kunne ikke lægges op."),
        ("tom.txt", b"", "Filen er tom."),
    ],
)
def test_what_is_not_safe_is_refused_with_a_sentence(
    item: AgendaItem, office: Client, name: str, data: bytes, sentence: str
) -> None:
    status, html = upload(office, item, (name, data))
    assert (status, sentence in html) == (422, True)
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_one_refused_file_keeps_the_others_out_and_is_named(item: AgendaItem, office: Client) -> None:
    status, html = upload(office, item, ("god.txt", b"Hej"), ("ond.html", b"<html><script>1</script>"))
    assert (status, "»ond.html« kunne ikke lægges op." in html) == (422, True)
    assert Attachment.objects.count() == 0


def test_each_refused_file_among_several_is_named_an_empty_one_too(item: AgendaItem, office: Client) -> None:
    _, html = upload(
        office, item, ("tom.txt", b""), ("god.txt", b"Hej"), ("%22ond%22.html", b"<html>"), ("nul.csv", b"")
    )
    said = lxml.html.fromstring(html).xpath("//*[starts-with(normalize-space(text()), '»')]")
    named = [" ".join(part.text_content().split()).partition(" kunne ikke")[0] for part in said]
    assert (named, Attachment.objects.count()) == (["Fejl: »tom.txt«", "Fejl: »ond.html«", "Fejl: »nul.csv«"], 0)


@pytest.mark.parametrize(("good", "said"), [(1, True), (0, False)])
def test_that_the_good_ones_are_not_kept_is_said(item: AgendaItem, office: Client, good: int, said: bool) -> None:
    _, html = upload(office, item, *[("god.txt", b"Hej")] * good, ("tom.txt", b""))
    assert ("Ingen af filerne er lagt op. Vælg de andre igen." in html) is said


def test_two_of_one_name_in_one_upload_are_numbered(item: AgendaItem, office: Client) -> None:
    upload(office, item, ("Ens.txt", b"Hej"), ("Ens.txt", b"Dav"), ("Anden.txt", b"Hej"), ("ens.csv", b"a;b"))
    assert list(Attachment.objects.values_list("title", flat=True)) == ["Ens", "Ens (2)", "Anden", "ens (3)"]


def test_a_file_over_the_limit_is_refused(item: AgendaItem, office: Client, settings: Any) -> None:
    settings.FILE_MAX_BYTES = 1024
    assert upload(office, item, ("stor.txt", b"x" * 2000))[0] == 422


def test_an_attachment_is_never_open_to_more_than_its_item(meeting: Meeting, office: Client) -> None:
    closed = world.make_item(meeting, 2, audience="authorities")
    assert upload(office, closed, ("a.txt", b"Hej"))[0] == 422
    assert upload(office, closed, ("a.txt", b"Hej"), upload_audience="authorities")[0] == 302


def test_only_those_who_see_it_are_served(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    closed = world.make_paper(world.make_item(meeting, 1, audience="authorities"), cast.secretary, text="Planen")
    barred_item = world.make_item(meeting, 2)
    barred = world.make_paper(barred_item, cast.secretary, text="Sagen")
    barred_item.disqualified.add(cast.disqualified)

    def served(paper: Attachment) -> list[str]:
        people = {**cast.everyone(), "nobody": None}
        return [who for who, m in people.items() if client_for(m).get(paper.get_absolute_url()).status_code == 200]

    assert served(closed) == ["secretary", "chair", "head", "lead", "ski", "disqualified"]
    assert served(barred) == ["secretary", "chair", "head", "lead", "supplier", "ski"]


def test_it_is_served_as_a_download_in_which_nothing_runs(
    item: AgendaItem, cast: world.Cast, office: Client, client_for: ClientFor
) -> None:
    upload(office, item, ("Årsplan 2027.pdf", PDF))
    response = client_for(cast.head).get(Attachment.objects.get().get_absolute_url())
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.getvalue() == PDF


def test_an_unreleased_agendas_papers_are_the_secretariats(
    item: AgendaItem, cast: world.Cast, client_for: ClientFor
) -> None:
    paper = world.make_paper(item, cast.secretary)
    Meeting.objects.update(agenda_version=0, state="convened")
    codes = [client_for(who).get(paper.get_absolute_url()).status_code for who in (cast.secretary, cast.head)]
    assert codes == [200, 404]


def test_a_removed_attachment_is_gone_until_it_is_brought_back(
    item: AgendaItem, cast: world.Cast, office: Client, client_for: ClientFor
) -> None:
    paper = world.make_paper(item, cast.secretary)
    member = client_for(cast.head)
    office.post(f"/moeder/bilag/{paper.pk}/fjern/")
    assert member.get(paper.get_absolute_url()).status_code == 404
    office.post(f"/moeder/bilag/{paper.pk}/fortryd/")
    assert member.get(paper.get_absolute_url()).status_code == 200


def test_attachments_of_a_removed_item_are_gone_too(
    item: AgendaItem, cast: world.Cast, office: Client, client_for: ClientFor
) -> None:
    paper = world.make_paper(item, cast.secretary)
    office.post(f"/moeder/punkt/{item.pk}/fjern/")
    assert client_for(cast.head).get(paper.get_absolute_url()).status_code == 404


def test_renamed_narrowed_and_moved(item: AgendaItem, cast: world.Cast, office: Client) -> None:
    first, second = world.make_paper(item, cast.secretary, text="Et"), world.make_paper(item, cast.secretary, text="To")
    office.post(
        f"/moeder/bilag/{first.pk}/ret/",
        {"title": "Nyt navn\r\n", "audience": "authorities", "revision": first.revision},
    )
    office.post(f"/moeder/bilag/{second.pk}/flyt/", {"way": "up"})
    rows = Attachment.objects.order_by("position").values_list("title", "audience")
    assert list(rows) == [("To", "members"), ("Nyt navn", "authorities")]


def test_its_menu_acts_in_place_and_beside_what_is_written(item: AgendaItem, cast: world.Cast, office: Client) -> None:
    first, second = world.make_paper(item, cast.secretary, text="Et"), world.make_paper(item, cast.secretary, text="To")
    menus = office.get(f"/moeder/punkt/{item.pk}/").content.decode()
    ways = [menu.split("</details>")[0].count('name="way"') for menu in menus.split('id="menu-bilag-')[1:]]
    assert ways == [1, 1]  # the first only down, the last only up
    for paper, what, left in ((second, "flyt/", ["To", "Et"]), (first, "fjern/", ["To"])):
        answer = office.post(f"/moeder/bilag/{paper.pk}/{what}", {"way": "up"}, headers={"HX-Request": "true"})
        part = lxml.html.fragments_fromstring(answer.content.decode())[0]
        titles = [link.text_content().partition("(")[0].strip() for link in part.xpath(".//*[@class='file-link']")]
        assert (answer.status_code, part.get("id"), titles) == (200, "bilag", left)
    assert f"/moeder/bilag/{first.pk}/fortryd/" in answer.content.decode()


@pytest.mark.parametrize("what", ["ret/", "flyt/", "fjern/", "fortryd/"])
def test_members_do_not_touch_them(item: AgendaItem, cast: world.Cast, client_for: ClientFor, what: str) -> None:
    paper = world.make_paper(item, cast.secretary)
    response = client_for(cast.head).post(f"/moeder/bilag/{paper.pk}/{what}", {"title": "x", "audience": "public"})
    assert response.status_code == 403


def test_an_old_form_for_the_title_does_not_open_what_a_colleague_closed(
    item: AgendaItem, cast: world.Cast, office: Client, client_for: ClientFor
) -> None:
    paper, supplier = world.make_paper(item, cast.secretary), client_for(cast.supplier)
    path = f"/moeder/bilag/{paper.pk}/ret/"
    old = as_sent(office.get(path).context["form"])
    assert office.post(path, old | {"audience": "authorities"}).status_code == 302
    late = office.post(path, old | {"title": "Udkast <b>"})
    assert (late.status_code, supplier.get(paper.get_absolute_url()).status_code) == (409, 404)
    form, html = as_sent(late.context["form"]), late.content.decode()
    assert (form["title"], form["audience"]) == ("Udkast <b>", "authorities")
    assert ("En anden har rettet bilaget" in html, "<dd>Kun ordregivere</dd>" in html) == (True, True)
    assert office.post(path, form).status_code == 302
    paper.refresh_from_db()
    assert (paper.title, paper.audience) == ("Udkast <b>", "authorities")


def as_sent(form: BaseForm) -> dict[str, str]:
    """The form's fields as a browser sends them."""
    return {name: str(form[name].value()) for name in form.fields}
