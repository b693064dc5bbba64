"""New versions of an attachment: the newest is shown, the old one kept and never open to more than the new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forum.files.models import StoredFile
from forum.people.models import Member
from meetings.agenda.models import AgendaItem, Attachment, AttachmentVersion
from meetings.meeting.models import Meeting
from tests import world

ClientFor = Callable[[Member | None], Client]


@pytest.fixture
def office(cast: world.Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


@pytest.fixture
def paper(meeting: Meeting, cast: world.Cast) -> Attachment:
    return world.make_paper(world.make_item(meeting, 1), cast.secretary, text="Plan et")


def renew(client: Client, paper: Attachment, text: str = "Plan to", **more: Any) -> Any:
    paper.refresh_from_db()
    typed = {"upload": SimpleUploadedFile("ny.txt", text.encode()), "revision": paper.revision} | more
    return client.post(f"/moeder/bilag/{paper.pk}/versioner/ny/", typed)


def read(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.getvalue().decode()[:7] if response.status_code == 200 else ""


def test_the_newest_is_shown_and_the_released_one_stays_what_it_was(
    paper: Attachment, office: Client, cast: world.Cast, client_for: ClientFor
) -> None:
    member, page = client_for(cast.head), paper.item.meeting.get_absolute_url()
    assert "ny version" not in member.get(page).content.decode()
    assert renew(office, paper).status_code == 302
    assert read(member, paper.get_absolute_url()) == (200, "Plan to")
    html = member.get(page).content.decode()
    assert ("ny version 23. november<" in html, f"/moeder/bilag/{paper.pk}/versioner/" in html) == (True, True)
    old = AttachmentVersion.objects.get()
    listed = member.get(f"/moeder/bilag/{paper.pk}/versioner/").content.decode()
    assert (old.get_absolute_url() in listed, read(member, old.get_absolute_url())) == (True, (200, "Plan et"))


def test_what_was_replaced_before_the_release_is_the_secretariats_alone(
    paper: Attachment, office: Client, cast: world.Cast, client_for: ClientFor
) -> None:
    Meeting.objects.update(state="convened", agenda_version=0)
    renew(office, paper)
    Meeting.objects.update(state="released", agenda_version=1)
    draft = AttachmentVersion.objects.get().get_absolute_url()
    assert [client_for(who).get(draft).status_code for who in (cast.secretary, cast.head)] == [200, 404]
    page = client_for(cast.head).get(paper.item.meeting.get_absolute_url()).content.decode()
    assert ("Plan et" in page, "ny version" in page) == (True, False)
    renew(office, paper, "Plan 3.")
    assert [version.was_released for version in AttachmentVersion.objects.all()] == [True, False]


def test_of_the_old_and_the_new_the_stricter_stands(
    paper: Attachment, office: Client, cast: world.Cast, client_for: ClientFor
) -> None:
    renew(office, paper)
    old = AttachmentVersion.objects.get()

    def reads() -> list[int]:
        people = (cast.secretary, cast.head, cast.supplier, cast.disqualified, cast.former, None)
        return [client_for(who).get(old.get_absolute_url()).status_code for who in people]

    assert reads()[:4] == [200, 200, 200, 200]  # first show that there is something to lose
    Attachment.objects.update(audience="authorities")
    assert reads()[:4] == [200, 200, 404, 200]  # the paper was narrowed since
    Attachment.objects.update(audience="members")
    AttachmentVersion.objects.update(audience="authorities")
    assert reads()[:4] == [200, 200, 404, 200]  # it was narrower then
    paper.item.disqualified.add(cast.disqualified)
    assert reads()[:4] == [200, 200, 404, 404]
    AgendaItem.objects.update(awaits_release=True)
    assert reads()[:4] == [200, 404, 404, 404]
    office.post(f"/moeder/bilag/{paper.pk}/fjern/")
    assert reads()[:4] == [404, 404, 404, 404]
    assert {403, 302, 404} >= set(reads()[4:])


def test_a_wrong_file_is_taken_back_and_goes_for_good(paper: Attachment, office: Client) -> None:
    renew(office, paper, "Hemmel.")
    wrong = Attachment.objects.get().file_id
    take_back = f"/moeder/bilag/{paper.pk}/versioner/2/fortryd/"
    for _ in range(2):  # pressed twice, it is said the second time
        assert office.post(take_back).status_code == 302
    assert read(office, paper.get_absolute_url()) == (200, "Plan et")
    paper.refresh_from_db()
    assert (paper.version, paper.renewed_at, AttachmentVersion.objects.count()) == (1, None, 0)
    assert StoredFile.objects.filter(pk=wrong, attachment=None, attachment_version=None).exists()  # the clean-up's


def test_what_is_refused_or_stale_changes_nothing(paper: Attachment, office: Client, cast: world.Cast) -> None:
    bad = SimpleUploadedFile("x.html", b"<!doctype html><script>1</script>")
    assert renew(office, paper, upload=bad).status_code == 422
    assert renew(office, paper, upload="").status_code == 422
    stale = renew(office, paper, revision="gammel")
    assert (stale.status_code, "En anden har ændret bilaget" in stale.content.decode()) == (409, True)
    Meeting.objects.update(state="held")
    assert renew(office, paper).status_code == 409
    assert (Attachment.objects.get().version, AttachmentVersion.objects.count()) == (1, 0)


def test_members_put_up_no_versions(paper: Attachment, cast: world.Cast, client_for: ClientFor) -> None:
    assert renew(client_for(cast.chair), paper).status_code == 403
    assert client_for(cast.chair).post(f"/moeder/bilag/{paper.pk}/versioner/2/fortryd/").status_code == 403


def test_files_put_on_a_row_come_back_as_the_row(paper: Attachment, office: Client) -> None:
    item = paper.item
    sent = {
        "uploads": [SimpleUploadedFile(f"{name}.txt", b"Hej") for name in ("A", "B")],
        "upload_audience": "members", "vis": "raekke",
    }  # fmt: skip
    answer = office.post(f"/moeder/punkt/{item.pk}/bilag/", sent, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert (answer.status_code, f'id="bilag-{item.pk}"' in html, "<html" in html) == (200, True, False)
    assert [title in html for title in (">Plan et<", ">A<", ">B<")] == [True] * 3
    sent["uploads"] = [SimpleUploadedFile("x.html", b"<!doctype html><script>1</script>")]
    wrong = office.post(f"/moeder/punkt/{item.pk}/bilag/", sent, headers={"HX-Request": "true"})
    assert (wrong.status_code, "»x.html« kunne ikke lægges op." in wrong.content.decode()) == (422, True)
    assert (wrong.headers["HX-Retarget"], ">A<" in wrong.content.decode()) == (f"#bilag-{item.pk}", True)
