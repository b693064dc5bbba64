"""The admin panel: whose door it is, what may be corrected there, and that a correction goes through an action."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.panel import corrections
from forum.panel.site import GROUPS, group_of
from forum.people.models import Member, Organisation, Seat
from forum.signin.mail import SIGN_IN_CODE
from recommendations.reports.mail import REPORT
from tests import world
from tests.world import NOW

ClientFor = Callable[[Member | None], Client]
MODELS = sorted(admin.site._registry, key=lambda model: model.__name__)


def changelist(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def change(obj: Any) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


@pytest.fixture
def secretary(cast: world.Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


def shown(page: str, pattern: str) -> list[str]:
    """What is read in the page's elements of this pattern."""
    found = re.findall(pattern, page, re.S)
    return [re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", part))).strip() for part in found]


def test_a_mail_is_read_here_as_on_its_own_page(secretary: Client, cast: world.Cast) -> None:
    """What kind in Danish, what it says without the receiver's own links, and nothing that only the machine reads."""
    link = f"{settings.SITE_URL}{reverse('front:cockpit')}"
    rendered = outbox.Rendered("Din rapport", f"Kære Mette\n\nHer er <rapporten>: {link}", "<p>Andet</p>")
    mail = outbox.queue(key="r", kind=REPORT, to=cast.head, rendered=rendered, now=NOW, about={"report": 1})
    page = secretary.get(change(mail)).content.decode()
    fields = dict(
        zip(shown(page, r"<label>(.*?)</label>"), shown(page, r'<div class="readonly">(.*?)</div>'), strict=True)
    )
    assert (fields["Slags:"], fields["Tekst:"]) == ("Rapport", f"Kære Mette Her er <rapporten>: {link}")
    assert "Handler om:" not in fields
    OutboxMail.objects.filter(pk=mail.pk).update(text="")
    gone = shown(secretary.get(change(mail)).content.decode(), r'<div class="readonly">(.*?)</div>')
    assert gone.count("Mailens tekst er slettet efter forummets regler for, hvor længe den gemmes.") == 1
    code = outbox.Rendered("Din kode", "Koden er 12345678", "<p>Koden er 12345678</p>")
    secret = outbox.queue(key="k", kind=SIGN_IN_CODE, to=cast.head, rendered=code, now=NOW)
    hidden = secretary.get(change(secret)).content.decode()
    assert "12345678" not in hidden
    assert "Mailens tekst indeholder en kode og vises ikke for nogen." in hidden


def test_headings_are_danish_and_a_place_has_one_name(secretary: Client, cast: world.Cast) -> None:
    world.make_meeting()
    front = secretary.get("/admin/").content.decode()
    assert shown(front, r"<title>(.*?)</title>") == ["Administration - Forum"]
    for model in MODELS:
        page = secretary.get(changelist(model)).content.decode()
        plural = capfirst(model._meta.verbose_name_plural)
        assert shown(page, r"<title>(.*?)</title>") == [f"{plural} - Administration - Forum"]
        assert shown(page, r'<div class="breadcrumbs">(.*?)</div>') == [f"Hjem › {group_of(model)} › {plural}"]
        assert [title for title in shown(page, r"<summary>(.*?)</summary>") if title.startswith("Efter")] == []
    people = secretary.get(changelist(Member) + "?_facets=True").content.decode()
    assert shown(people, r"<summary>(.*?)</summary>") == ["Aktiv", "Sekretariat", "Nu eller tidligere"]
    now, earlier = Member.objects.filter(left_at=None).count(), Member.objects.exclude(left_at=None).count()
    assert shown(people, r"<li[^>]*>(<a[^>]*left_at[^>]*>.*?)</li>")[-2:] == [f"Nu ({now})", f"Tidligere ({earlier})"]
    shut = secretary.get(change(cast.head)).content.decode()
    assert shown(shut, r'<div class="breadcrumbs">(.*?)</div>') == [
        "Hjem › Personer og pladser › Medlemmer › Mette Lindholm"
    ]
    assert secretary.get("/admin/forum/").headers["Location"] == "/admin/"


def test_only_our_models_are_there_and_each_has_its_group() -> None:
    assert {model.__name__ for model in MODELS} == {name for names in GROUPS.values() for name in names}
    others = [m for m in apps.get_models() if m.__name__ in {"Authenticator", "UserSession", "Session", "Group"}]
    assert len(others) == 4
    assert [m for m in others if m in admin.site._registry] == []


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/historik/", "/admin/forum/member/"])
def test_the_door_is_the_secretariats(path: str, cast: world.Cast, client_for: ClientFor) -> None:
    assert client_for(None).get(path).headers["Location"].startswith(reverse("account_login") + "?next=%2Fadmin%2F")
    for member in (cast.chair, cast.supplier, cast.former):
        answer = client_for(member).get(path)
        assert answer.status_code == 403
        assert 'id="site-name"' not in answer.content.decode()


def test_a_secretary_without_second_factor_is_sent_to_get_one(cast: world.Cast) -> None:
    client = Client()
    client.force_login(cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/admin/").headers["Location"] == reverse("forum:second_factor")


@pytest.mark.parametrize("path", ["/admin/password_change/", "/admin/r/1/1/"])
def test_django_s_own_doors_are_closed(path: str, secretary: Client) -> None:
    assert secretary.get(path).status_code == 404


def test_nothing_is_deleted_here(secretary: Client, cast: world.Cast) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:forum_member_delete", args=[cast.head.pk])
    given = {"action": "delete_selected", "_selected_action": [cast.head.pk], "post": "yes"}
    secretary.post(changelist(Member), given)
    assert Member.objects.filter(pk=cast.head.pk).exists()


def _filled(cast: world.Cast) -> None:
    meeting = world.make_meeting()
    item = world.make_item(meeting)
    seat = world.seat_of(cast.head)
    world.make_answer(meeting, seat)
    world.make_minutes(meeting)
    world.make_decision(item)
    world.make_action(item, seat)
    world.make_update(world.make_area(seat.organisation), cast.head)
    world.make_recommendation()
    rendered = outbox.Rendered("Hej", "Koden er 12345678", "<p>Koden er 12345678</p>")
    outbox.queue(key="kode", kind=SIGN_IN_CODE, to=cast.head, rendered=rendered, now=NOW)


def test_every_list_and_every_object_opens(secretary: Client, cast: world.Cast) -> None:
    _filled(cast)
    opened = 0
    for model in MODELS:
        page = secretary.get(changelist(model))
        assert page.status_code == 200, model
        for link in sorted(set(re.findall(rf'href="({changelist(model)}\d+/change/)', page.content.decode())))[:2]:
            shown = secretary.get(link)
            assert shown.status_code == 200, link
            assert "12345678" not in shown.content.decode()
            opened += 1
    assert opened >= 15
    assert secretary.get("/admin/").status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_can_be_searched_and_cost_the_same_with_more_rows(
    model: Any, secretary: Client, cast: world.Cast
) -> None:
    assert model._meta.model_name
    _filled(cast)
    costs = []
    page: Any = admin.site._registry[model]
    for size in (1, 100):
        page.list_per_page = size
        with CaptureQueriesContext(connection) as queries:
            assert secretary.get(changelist(model)).status_code == 200
        costs.append(len(queries))
    page.list_per_page = 50
    assert costs[0] == costs[1]
    if admin.site._registry[model].search_fields:
        assert secretary.get(changelist(model) + "?q=a").status_code == 200


def events(obj: Any) -> list[tuple[str, str, str, str]]:
    rows = type(obj).pgh_event_model.objects.filter(pgh_obj_id=obj.pk).order_by("-pk")
    names = ("verb", "name", "reason", "via")
    return list(rows.values_list(*(f"pgh_context__metadata__{name}" for name in names)))


def test_a_correction_says_why_and_writes_only_what_was_corrected(secretary: Client, cast: world.Cast) -> None:
    member = cast.head
    given = {"name": "Mette Lindholm-Bech", "title": member.title, "phone": "", "competences": ""}
    silent = secretary.post(change(member), given | {"reason": ""})
    assert silent.status_code == 200
    member.refresh_from_db()
    assert member.name == "Mette Lindholm"
    Member.objects.filter(pk=member.pk).update(news_seen_at=NOW)
    assert secretary.post(change(member), given | {"reason": "Har giftet sig"}).status_code == 302
    member.refresh_from_db()
    assert (member.name, member.news_seen_at) == ("Mette Lindholm-Bech", NOW)
    assert events(member)[0] == ("forum.panel.correct", "Sofie Krogh", "Har giftet sig", "admin")


def test_the_action_itself_writes_nothing_that_is_not_valid(cast: world.Cast) -> None:
    """Whatever form it was called from: it asks the model too."""
    head = cast.head
    who: dict[str, Any] = {"by": cast.secretary, "now": NOW, "reason": "Prøve"}
    head.name = ""
    with pytest.raises(ValidationError):
        corrections.correct(obj=head, fields=["name"], **who)
    with pytest.raises(ValidationError):
        corrections.add(obj=Organisation(name="", kind="supplier", slug="tom"), **who)
    head.refresh_from_db()
    assert (head.name, Organisation.objects.filter(slug="tom").count()) == ("Mette Lindholm", 0)
    head.name = "Mette Bech"
    corrections.correct(obj=head, fields=["name"], **who)
    assert Member.objects.get(pk=head.pk).name == "Mette Bech"


def test_of_two_who_correct_at_once_the_second_is_told(secretary: Client, cast: world.Cast) -> None:
    path = f"/admin/forum/member/{cast.head.pk}/change/"
    form = secretary.get(path).context["adminform"].form
    begun = {name: form[name].value() or "" for name in ("name", "title", "phone", "competences", "revision")}
    first = begun | {"title": "Vicedirektør", "reason": "Nyt job"}
    second = begun | {"phone": "12345678", "reason": "Nyt nummer"}
    assert secretary.post(path, first).status_code == 302
    told = secretary.post(path, second)
    assert (told.status_code, told.context["adminform"].form.non_field_errors()) == (
        200,
        ["En anden har rettet det, mens du skrev. »Titel« er nu »Vicedirektør«. »Telefon« er nu tom. "
         "Gem igen, hvis dit skal gælde."],
    )  # fmt: skip
    assert Member.objects.values_list("title", "phone").get(pk=cast.head.pk) == ("Vicedirektør", "")
    fresh = told.context["adminform"].form["revision"].value()
    assert secretary.post(path, second | {"title": "Vicedirektør", "revision": fresh}).status_code == 302
    assert Member.objects.values_list("title", "phone").get(pk=cast.head.pk) == ("Vicedirektør", "12345678")


def test_what_is_not_editable_is_not_written_whatever_is_posted(secretary: Client, cast: world.Cast) -> None:
    given = {"name": "M", "reason": "x", "is_secretariat": "on", "email": "ond@example.dk", "password": "x"}
    secretary.post(change(cast.head), given)
    member = Member.objects.get(pk=cast.head.pk)
    assert (member.name, member.is_secretariat, member.email) == ("M", False, cast.head.email)
    mail = outbox.queue(
        key="a", kind=world.GREETING, to=cast.head, rendered=outbox.Rendered("Hej", "Hej", "<p>Hej</p>"), now=NOW
    )
    assert secretary.post(change(mail), {"state": "sent", "subject": "Andet", "reason": "x"}).status_code == 403
    mail.refresh_from_db()
    assert (mail.state, mail.subject) == ("queued", "Hej")


def test_a_new_organisation_is_added_with_its_address(secretary: Client) -> None:
    given = {"name": "Æblegrød & Søn A/S", "kind": "supplier", "code": "", "region": "", "reason": "Ny leverandør"}
    assert secretary.post(reverse("admin:forum_organisation_add"), given).status_code == 302
    made = Organisation.objects.get(name="Æblegrød & Søn A/S")
    assert made.slug == "aeblegroed-soen-as"
    assert events(made) == [("forum.panel.add", "Sofie Krogh", "Ny leverandør", "admin")]


def test_what_the_database_forbids_is_said_on_the_form(secretary: Client, cast: world.Cast) -> None:
    given = {"name": "Ny Kommune", "kind": "municipality", "code": "", "region": "", "reason": "x"}
    answer = secretary.post(reverse("admin:forum_organisation_add"), given)
    assert answer.status_code == 200
    assert "En kommune har en kommunekode og en region" in answer.content.decode()
    seat = world.seat_of(cast.head)
    given = {"organisation": str(seat.organisation_id), "role": "chair", "since": "01.06.2017", "reason": "x"}
    answer = secretary.post(change(seat), given)
    assert answer.status_code == 200
    assert "Der er allerede en forperson" in answer.content.decode()
    assert Seat.objects.get(pk=seat.pk).role == "ordinary"


def test_failed_mails_are_sent_again_from_the_list_and_that_is_on_record(secretary: Client, cast: world.Cast) -> None:
    mails = []
    for number, state in enumerate(("failed", "uncertain", "sent")):
        rendered = outbox.Rendered("Hej", "Hej", "<p>Hej</p>")
        mails.append(outbox.queue(key=str(number), kind=world.GREETING, to=cast.head, rendered=rendered, now=NOW))
        OutboxMail.objects.filter(pk=mails[-1].pk).update(state=state)
    given = {"action": "send_again", "_selected_action": [mail.pk for mail in mails]}
    assert secretary.post(changelist(OutboxMail), given).status_code == 302
    assert list(OutboxMail.objects.order_by("key").values_list("state", flat=True)) == ["queued", "queued", "sent"]
    assert events(mails[0])[0] == ("forum.mail.send_again", "Sofie Krogh", "", "admin")


def test_a_disqualified_secretary_does_not_see_the_item_here_either(secretary: Client, cast: world.Cast) -> None:
    item = world.make_item(world.make_meeting(), title="Hemmeligt punkt")
    assert "Hemmeligt punkt" in secretary.get(changelist(type(item))).content.decode()
    item.disqualified.add(cast.secretary)
    assert "Hemmeligt punkt" not in secretary.get(changelist(type(item))).content.decode()
    assert "Hemmeligt punkt" not in secretary.get(change(item.meeting)).content.decode()
    assert "Hemmeligt punkt" not in secretary.get("/admin/historik/").content.decode()
    assert secretary.get(change(item), follow=True).redirect_chain[0][0] == "/admin/"
