"""The areas' part of a member's own data: the status they wrote, where they may still read it."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from forum.base.visibility import Viewer
from forum.membership.own_data import LINK
from forum.people.models import Member
from recommendations.areas.models import AreaUpdate


def _updates(member: Member, viewer: Viewer) -> dict[str, Any]:
    updates = AreaUpdate.objects.visible_to(viewer).filter(by=member).select_related("area").order_by("date")
    rows = [
        {
            "område": row.area.title,
            "dato": row.date,
            "status": row.sentence,
            LINK: settings.SITE_URL + row.area.get_absolute_url(),
        }
        for row in updates
    ]
    return {"status på innovationsområder": rows}


PARTS = [_updates]
