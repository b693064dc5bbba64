"""Every kind of mail: its label, its two templates, a check that reads and never writes, and the names of old rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module

import css_inline
import lxml.html
import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InternalError, connection, transaction
from django.utils import timezone

from forum.base.markdown import to_html
from forum.mail import delivery, kinds
from forum.mail.kinds import KEY_LENGTH, Check, Content, Kind
from forum.mail.models import OutboxMail
from forum.membership.mail import INVITATION, INVITATION_REMINDER, link_mark
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import NotificationChoice
from meetings.convocation.mail import INVITED, MOVED
from meetings.convocation.mail import KINDS as MEETING_KINDS
from meetings.minutes.models import Remark
from recommendations.reports.mail import REPORT
from tests import world
from tests.forum.mail.conftest import QueueMail
from tests.sink import Sink, said
from tests.world import NOW, Cast

TEMPLATES = settings.BASE_DIR / "templates/mail"


def faults(all_kinds: Iterable[Kind], names: Iterable[str]) -> list[str]:
    """What is wrong with kinds and templates together: `names` are the files in templates/mail."""
    files = set(names)
    found = [f"{kind.name} has no label" for kind in all_kinds if not kind.label]
    wanted = {f"{kind.name}.{end}" for kind in all_kinds for end in ("txt", "html")}
    found += [f"{name} is missing" for name in sorted(wanted - files)]
    return found + [f"{name} is no kind's" for name in sorted(files - wanted) if not name.startswith("_")]


def test_each_kind_has_a_label_and_templates_and_each_template_a_kind() -> None:
    registered = kinds.registered()
    assert len(registered) > 20
    assert faults(registered, (path.name for path in TEMPLATES.iterdir())) == []


def test_the_rule_about_templates_can_fail() -> None:
    wrong = [Kind("a.b", ""), Kind("a.c", "C")]
    assert faults(wrong, ["a.b.txt", "a.b.html", "a.c.txt", "a.d.txt", "_part.html"]) == [
        "a.b has no label",
        "a.c.html is missing",
        "a.d.txt is no kind's",
    ]


def test_a_name_says_its_app_and_fits_its_column() -> None:
    names = [kind.name for kind in kinds.registered()]
    assert {name.split(".")[0] for name in names} == {"forum", "recommendations", "meetings"}
    assert max(map(len, names)) <= (OutboxMail._meta.get_field("kind").max_length or 0)
    assert OutboxMail._meta.get_field("key").max_length == KEY_LENGTH


def test_two_kinds_of_one_name_are_refused() -> None:
    kinds.register(kinds.registered())  # the same once more is no other
    with pytest.raises(ImproperlyConfigured):
        kinds.register([replace(REPORT, label="En anden")])


def test_a_kind_that_is_no_longer_sent_is_called_by_its_bare_name() -> None:
    assert [kinds.label_of(name) for name in ("noget_nyt", "seat-given", "meetings.poll_open", REPORT.name)] == [
        "Noget nyt", "Seat given", "Poll open", "Rapport",
    ]  # fmt: skip


def test_a_key_says_kind_and_matter_and_always_fits() -> None:
    assert REPORT.key(7, "en@example.dk") == "recommendations.report:7:en@example.dk"
    long = [REPORT.key(7, f"{'a' * 300}{number}@example.dk") for number in range(2)]
    assert len(set(long)) == 2
    assert all(key.startswith("recommendations.report:") and len(key) <= KEY_LENGTH for key in long)


GUESTS = ("meetings.guest_invitation", "meetings.guest_changed", "meetings.guest_reminder")


@contextmanager
def nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """PostgreSQL refuses each write and each row lock, and nobody asks the clock."""

    def no_clock() -> None:
        raise AssertionError("checks are handed the time")

    with transaction.atomic(), monkeypatch.context() as patched:
        patched.setattr(timezone, "now", no_clock)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield


@pytest.fixture
def one_of_each(cast: Cast, queue_mail: QueueMail) -> list[OutboxMail]:
    """A mail of every kind to one member, each about the same things, with an item in it that is closed since."""
    seat, meeting = world.seat_of(cast.head), world.make_meeting(convened_at=NOW)
    minutes = world.make_minutes(world.make_meeting(slug="holdt", state="remarks", start=NOW - timedelta(days=9)))
    area = world.make_area(seat.organisation)
    asked = {"name": "Åse", "email": "aase@example.dk", "organisation": "Vejle Kommune", "why": "Fordi"}
    new = {"email": "ny@example.dk", "seat": seat, "expires_at": NOW + timedelta(days=9), "invited_by": cast.secretary}
    invitation, action = Invitation.objects.create(**new), world.make_action(world.make_item(minutes.meeting), seat)
    closed = world.make_item(minutes.meeting, 2, audience="secretariat")
    remark = Remark.objects.create(item=world.make_item(minutes.meeting, 3), by=cast.head, text="Ret")
    guest = world.make_guest(meeting, by=cast.secretary, email="anna@example.dk")
    OutboxMail.objects.all().delete()  # that one's invitation
    about = {
        "meeting": meeting.pk, "seat": seat.pk, "member": cast.head.pk, "start": meeting.start.isoformat(),
        "shown_items": [world.make_item(meeting, audience="secretariat").pk], "told": {},
        "items": [closed.pk], "remark": remark.pk, "revision": remark.revision, "closed": False,
        "minutes": minutes.pk, "released_at": NOW.astimezone(UTC).isoformat(),
        "approved_at": NOW.astimezone(UTC).isoformat(), "pdf": "",
        "action": action.pk, "due": action.due.isoformat(), "named": True,
        "area": area.pk, "update": world.make_update(area, cast.head, colour="red").pk,
        "recommendation": world.make_recommendation().pk, "version": 1, "report": 1,
        "request": JoinRequest.objects.create(**asked).pk, "holding": seat.holdings.get().pk,
        "invitation": invitation.pk, "guest": guest.pk,
    }  # fmt: skip
    NotificationChoice.objects.create(member=cast.head, kind="areas", pace="weekly")  # else there is no digest to send
    moved = {"told": {"note": "", "new_time": True, "changed": []}}
    of_link = {INVITATION, INVITATION_REMINDER, INVITED}
    keys = {kind: kind.key(1, link_mark(invitation)) for kind in of_link}
    return [
        queue_mail(keys.get(kind, kind.key(1)), kind=kind, to=cast.head, about=about | (moved if kind is MOVED else {}))
        for kind in kinds.registered()
    ]


def test_checks_are_handed_the_time_and_write_nothing(
    one_of_each: list[OutboxMail], monkeypatch: pytest.MonkeyPatch
) -> None:
    with nothing_is_written(monkeypatch):
        answers = {mail.kind: delivery.why_not_send(mail, NOW) for mail in one_of_each}
    assert {kind: why_not for kind, why_not in answers.items() if why_not} == {
        "forum.join_received": "Ansøgningen er allerede behandlet.",  # it is not confirmed, so `join_confirm` may go
        "meetings.action_handed_on": "Opgaven er modtagerens igen.",
        "meetings.cancelled": "Mødet er ikke længere aflyst.",
        "meetings.invited_off": "Modtageren er indkaldt.",
        # To a member: the guest is another
        **dict.fromkeys(GUESTS, "Modtageren er ikke længere gæst."),
        "meetings.message": "Beskeden er fortrudt.",
        "meetings.minutes_approved": "Referatet er genåbnet, eller modtageren kan ikke længere se det.",
        "meetings.minutes_record": "Referatet er genåbnet, eller modtageren kan ikke længere se det.",
        "meetings.withdrawn": "Modtageren er indkaldt igen.",
        "recommendations.report": "Rapporten er slettet.",
    }


def test_what_a_closed_item_hides_is_rendered_and_not_saved(
    one_of_each: list[OutboxMail], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {mail.kind: mail.text for mail in one_of_each}
    with nothing_is_written(monkeypatch):
        found = [(mail.kind, kinds.find(mail.kind)) for mail in one_of_each]
        anew = {mail.kind: kind.rerender(mail, NOW) for mail, (_, kind) in zip(one_of_each, found, strict=True) if kind}
    contents = {kind: content for kind, content in anew.items() if content}
    with_items = {kind.name for kind in MEETING_KINDS} - {
        "meetings.cancelled",
        "meetings.withdrawn",
        "meetings.substitute",
    }
    assert contents["meetings.minutes_corrected"].about["items"] == []
    # These are written anew whenever they would say another
    others = {"meetings.minutes_corrected", "meetings.minutes_released", "forum.digest", *GUESTS}
    assert contents.keys() == with_items | others
    assert {tuple(contents[name].about["shown_items"]) for name in with_items} == {()}
    assert dict(OutboxMail.objects.values_list("kind", "text")) == before


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (lambda mail, now: mail.save() or "", InternalError),
        (lambda mail, now: OutboxMail.objects.select_for_update().first() and "", InternalError),
        (lambda mail, now: str(timezone.now()), AssertionError),
    ],
    ids=["saves", "locks", "asks the clock"],
)
def test_the_rule_about_checks_can_fail(
    bad: Check, error: type[Exception], queue_mail: QueueMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = queue_mail()
    with pytest.raises(error), nothing_is_written(monkeypatch):
        bad(mail, NOW)
    mail.save()  # the rule is over


def test_what_was_rendered_anew_is_what_the_outbox_shows_however_it_ended(
    cast: Cast, sink: Sink, queue_mail: QueueMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def anew(mail: OutboxMail, now: datetime) -> Content:
        return Content("Uden punktet", "<p>Uden punktet</p>", {"shown_items": []})

    kind = replace(world.GREETING, rerender=anew)
    monkeypatch.setitem(kinds._KINDS, kind.name, kind)
    sink.data, sink.times = "keep and hang up", 1
    queue_mail("a", kind=kind)
    queue_mail("b", kind=kind)
    assert delivery.send_due(now=NOW) == 1
    assert [said(mail).strip() for mail in sink.mails] == ["Uden punktet"] * 2
    rows = OutboxMail.objects.order_by("key").values_list("state", "text", "html", "about")
    assert list(rows) == [
        (state, "Uden punktet", "<p>Uden punktet</p>", {"shown_items": []}) for state in ("uncertain", "sent")
    ]


MIGRATION = import_module("forum.migrations.0006_mail_kinds")


def test_stored_mails_get_the_new_names_and_back(queue_mail: QueueMail) -> None:
    old = [
        ("convocation", "convocation:meeting-1:2026-12-17T10:00:seat-2:member-3", "meetings.convocation:meeting-1:"),
        ("agenda", "agenda-v2:meeting-1:x", "meetings.agenda:v2:meeting-1:x"),
        ("meeting_moved", "moved-3:meeting-1:x", "meetings.moved:3:meeting-1:x"),
        ("meeting_reminder", "reminder:7d:meeting-1:x", "meetings.reminder:7d:meeting-1:x"),
        ("rsvp_nag", "reminder:answer:meeting-1:x", "meetings.answer_reminder:deadline:meeting-1:x"),
        ("rsvp_nag", "chase-2026-12-01:meeting-1:x", "meetings.answer_reminder:2026-12-01:meeting-1:x"),
        ("join-known", "join-member:a@example.dk:2026-12-01", "forum.join_known:member:a@example.dk:2026-12-01"),
        ("join-known", "join-known:7:2026-12-01", "forum.join_known:7:2026-12-01"),
        ("report", f"report:7:{'a' * 190}", f"report:7:{'a' * 190}"),  # too long for the new beginning
        ("report", "report:7:a@example.dk", "recommendations.report:7:a@example.dk"),
        ("hilsen", "left:1", "left:1"),  # a kind that no longer is keeps its name, and its key whatever it begins with
    ]
    for kind, key, _ in old:
        queue_mail(key, kind=Kind(kind, ""), to="en@example.dk")
    rows = OutboxMail.objects.order_by("pk").values_list("kind", "key")
    MIGRATION.forward(apps, None)
    now = list(rows.all())
    assert [key.startswith(new) for (_, key), (_, _, new) in zip(now, old, strict=True)] == [True] * len(old)
    assert [kind for kind, _ in now[:3]] == ["meetings.convocation", "meetings.agenda", "meetings.moved"]
    MIGRATION.backward(apps, None)
    assert list(rows.all()) == [(kind, key) for kind, key, _ in old]


def test_every_kind_of_this_migration_is_one_of_ours_and_its_keys_begin_with_it() -> None:
    new = {kind for _, kind, _ in MIGRATION.KINDS}
    assert new - {kind.name for kind in kinds.registered()} == set()
    assert {
        (kind, key) for _, kind, keys in MIGRATION.KINDS for key in keys.values() if key.split(":")[0] != kind
    } == set()


def test_the_mails_style_says_each_rule_once_and_gives_a_quote_its_bar() -> None:
    sheet = (TEMPLATES / "_sheet.css").read_text()
    rules = re.findall(
        r"^ *([^\n{}@/]+) \{[^{}]*\}$",
        re.sub(r"@media[^{]*\{.*?^\}", "", sheet, flags=re.DOTALL | re.MULTILINE),
        re.MULTILINE,
    )
    assert sorted({rule for rule in rules if rules.count(rule) > 1}) == []
    medias = re.findall(r"^@media[^{]*\{(.*?)^\}", sheet, re.DOTALL | re.MULTILINE)
    assert [line for media in medias for line in media.split("\n") if line and "!important" not in line] == []
    html = css_inline.CSSInliner().inline(f"<style>{sheet}</style>{to_html('> citat')}")
    assert "border-left: 4px solid #bcd8da" in lxml.html.fromstring(html).xpath("//blockquote/@style")[0]
