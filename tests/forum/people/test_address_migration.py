"""Addresses from before they had one form are cleaned where nobody sees the difference, and the way back is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import world
from tests.database import newest

BEFORE, AFTER = [("forum", "0008_mail_order")], [("forum", "0009_address_in_ascii")]


@pytest.mark.slow(reason="migrates there and back")
def test_what_nobody_sees_goes_and_a_twin_stays(migrate: Callable[..., Any]) -> None:
    old = migrate(BEFORE)
    members, invitations = old.get_model("forum", "Member").objects, old.get_model("forum", "Invitation").objects
    secretary = members.create(email="sekretariat@x.dk", name="Sofie", is_secretariat=True, calendar_secret="sofie")
    for email in ("zw@x.dk\u200b", "bo@ærø.dk", "carl@x.dk"):
        members.create(email=email, name=email, calendar_secret=email)
    for email in ("ny@x.dk\u00ad", "to@x.dk", "to@x.dk\u200b"):  # the last would be the second to one address
        invitations.create(
            email=email, is_secretariat=True, invited_by_id=secretary.pk, nonce=email, expires_at=world.NOW
        )
    new = migrate(AFTER)
    cleaned = new.get_model("forum", "Member").objects.filter(calendar_secret__contains="@").order_by("pk")
    assert list(cleaned.values_list("email", flat=True)) == ["zw@x.dk", "bo@xn--r-3fa9c.dk", "carl@x.dk"]
    asked = new.get_model("forum", "Invitation").objects.order_by("pk")
    assert list(asked.values_list("email", flat=True)) == ["ny@x.dk", "to@x.dk", "to@x.dk\u200b"]
    migrate(BEFORE)
    migrate(newest("forum"))
