"""Texts: the chair and the secretariat reword them, nobody else; who must not read one does not find it."""

from __future__ import annotations

from typing import Any

from tests.forum.web.texts.models import Text
from tests.world import Cast


def test_the_chair_rewords_it_and_a_member_does_not(cast: Cast, client_for: Any, text: Text) -> None:
    typed = {"wording": "Ny ordlyd", "audience": "members", "revision": text.revision}
    path = f"/tekster/{text.pk}/ret/"
    statuses = [client_for(who).post(path, typed).status_code for who in (cast.head, cast.chair)]
    text.refresh_from_db()
    assert (statuses, text.wording, text.revision) == ([403, 302], "Ny ordlyd", 2)


def test_a_closed_text_is_not_there_for_suppliers(cast: Cast, client_for: Any, text: Text) -> None:
    supplier = client_for(cast.supplier)
    assert supplier.get(text.get_absolute_url()).status_code == 200  # first show that there is something to see
    Text.objects.update(audience="authorities")
    assert supplier.get(text.get_absolute_url()).status_code == 404
    assert client_for(cast.head).get(text.get_absolute_url()).status_code == 200


def test_it_is_removed_and_brought_back(cast: Cast, client_for: Any, text: Text) -> None:
    secretary = client_for(cast.secretary)
    secretary.post(f"/tekster/{text.pk}/fjern/")
    assert secretary.get(text.get_absolute_url()).status_code == 404
    secretary.post(f"/tekster/{text.pk}/fortryd/")
    assert secretary.get(text.get_absolute_url()).status_code == 200
