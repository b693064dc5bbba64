"""A rule of the forms: each that is written in says what it is about, so that no draft is kept of what is closed."""

from __future__ import annotations

import re

import pytest

from tests.house.test_templates import site_templates

FORM = re.compile(r'<form\b((?:[^>]|%})*?method="post"(?:{%.*?%}|[^>])*)>(.*?)</form>', re.S)
WRITTEN_IN = re.compile(
    r"{{ (?:\w+\.)?form }}|\.as_field_group|<textarea|<input class=\"form-input|{{ (?:approving|declining|leaving) }}"
)
DECIDED = re.compile(r"{% draft_of \w+(?:\.\w+)* %}|\bdata-no-draft\b")
# About nothing that can be closed; static/js/drafts.js itself minds a field »audience«
OPEN = {
    "account/login.html": "nobody is signed in",
    "forum/front/join.html": "nobody is signed in",
    "forum/membership/change_address.html": "a member",
    "forum/membership/invitation.html": "behind a link",
    "forum/membership/invite.html": "a person who is asked in",
    "forum/membership/invite_many.html": "people who are asked in",
    "forum/membership/leave.html": "one's own seat",
    "forum/membership/notifications.html": "one's own choices",
    "forum/membership/open_seat.html": "a seat",
    "forum/membership/profile.html": "oneself",
    "forum/membership/seat.html": "a seat",
    "meetings/followup/new.html": "has the field »audience«",
    "mfa/authenticate.html": "a code",
    "mfa/reauthenticate.html": "a code",
    "mfa/recovery_codes/generate.html": "nothing is written",
    "mfa/totp/activate_form.html": "a code",
    "mfa/totp/deactivate_form.html": "nothing is written",
    "mfa/webauthn/reauthenticate.html": "a passkey",
    "recommendations/areas/propose.html": "has the field »audience«",
    "recommendations/reports/ask.html": "nothing is written",
}


def undecided(templates: dict[str, str]) -> list[str]:
    return [
        name
        for name, text in templates.items()
        for tag, inside in FORM.findall(text)
        if WRITTEN_IN.search(inside) and not DECIDED.search(tag)
    ]


def test_a_form_that_is_written_in_says_what_it_is_about() -> None:
    assert sorted(set(undecided(site_templates()))) == sorted(OPEN)


@pytest.mark.parametrize(
    ("tag", "found"),
    [("", ["a"]), ("{% draft_of item %}", []), (" data-no-draft", []), ("{% if a %} class{% endif %}", ["a"])],
)
def test_the_rule_about_drafts_can_fail(tag: str, found: list[str]) -> None:
    assert undecided({"a": f'<form method="post" novalidate{tag}>{{{{ form }}}}</form>'}) == found
