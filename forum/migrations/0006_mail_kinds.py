"""A kind of mail has one name: the kind, its templates and the beginning of its keys. Rows follow, in both directions.

Planners look for a mail's key before they make it: a key that kept its old beginning would be sent twice.
"""

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat, Length, Substr

KEY_LENGTH = 200
# (old kind, new kind, {beginning of the old keys: beginning of the new ones}); of two beginnings the longer comes first
KINDS = [
    ("sign_in_code", "forum.sign_in_code", {"sign_in_code:": "forum.sign_in_code:"}),
    ("invitation", "forum.invitation", {"invitation:": "forum.invitation:"}),
    ("join-confirm", "forum.join_confirm", {"join-confirm:": "forum.join_confirm:"}),
    ("join-received", "forum.join_received", {"join-received:": "forum.join_received:"}),
    ("join-known", "forum.join_known", {
        "join-member:": "forum.join_known:member:", "join-known:": "forum.join_known:",
    }),
    ("join-declined", "forum.join_declined", {"join-declined:": "forum.join_declined:"}),
    ("left", "forum.left", {"left:": "forum.left:"}),
    ("seat-given", "forum.seat_given", {"seat-given:": "forum.seat_given:"}),
    ("seat-lost", "forum.seat_lost", {"seat-lost:": "forum.seat_lost:"}),
    ("member-left", "forum.member_left", {"member-left:": "forum.member_left:"}),
    ("digest", "forum.digest", {"digest:": "forum.digest:"}),
    ("recommendation-reworded", "recommendations.reworded", {
        "recommendation-reworded:": "recommendations.reworded:",
    }),
    ("area-delegated", "recommendations.area_delegated", {"area-delegated:": "recommendations.area_delegated:"}),
    ("area-red", "recommendations.area_red", {"area-red:": "recommendations.area_red:"}),
    ("report", "recommendations.report", {"report:": "recommendations.report:"}),
    ("convocation", "meetings.convocation", {"convocation:": "meetings.convocation:"}),
    ("agenda", "meetings.agenda", {"agenda-": "meetings.agenda:"}),
    ("meeting_moved", "meetings.moved", {"moved-": "meetings.moved:"}),
    ("meeting_cancelled", "meetings.cancelled", {"cancelled:": "meetings.cancelled:"}),
    ("meeting_reminder", "meetings.reminder", {"reminder:": "meetings.reminder:"}),
    ("rsvp_nag", "meetings.answer_reminder", {
        "reminder:answer:": "meetings.answer_reminder:deadline:", "chase-": "meetings.answer_reminder:",
    }),
    ("minutes_released", "meetings.minutes_released", {"minutes:": "meetings.minutes_released:"}),
    ("action_nag", "meetings.action_reminder", {"action:": "meetings.action_reminder:"}),
]  # fmt: skip


def rename(apps, kind, new_kind, beginnings):
    """Rows of one kind. A key that the new beginning would make too long is kept: nothing looks for it again."""
    rows = apps.get_model("forum", "OutboxMail").objects.filter(kind=kind)
    for old, new in beginnings.items():
        fits = rows.annotate(length=Length("key")).filter(length__lte=KEY_LENGTH + len(old) - len(new))
        fits.filter(key__startswith=old).update(key=Concat(Value(new), Substr("key", len(old) + 1)))
    rows.update(kind=new_kind)


def forward(apps, schema_editor):
    for kind, new_kind, beginnings in KINDS:
        rename(apps, kind, new_kind, beginnings)


def backward(apps, schema_editor):
    for old_kind, kind, beginnings in KINDS:
        rename(apps, kind, old_kind, {new: old for old, new in beginnings.items()})


class Migration(migrations.Migration):
    dependencies = [("forum", "0005_form_key")]

    operations = [migrations.RunPython(forward, backward)]
