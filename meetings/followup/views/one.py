"""One action: its story, and what may become of it, for its owner and the secretariat and by the mail's link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import SignatureExpired
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.visibility import get_visible_or_404
from forum.people.models import Member
from forum.web.access import Request, mail_link, member
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, back_to, form_page, from_home, press, require
from meetings.followup import actions, forms, rules
from meetings.followup.mail import ActionLink
from meetings.followup.models import Action, ActionStep
from meetings.followup.reminders import resolve
from meetings.followup.views.listing import entry

State = Action.State
MOVED = {
    State.OPEN: "Opgaven er åben igen.",
    State.STARTED: "Opgaven er i gang.",
    State.DONE: "Opgaven er udført. Tak.",
    State.LAPSED: "Opgaven er lukket.",
}
WITH_ACTION = ("owner__organisation", "agreed_owner__organisation", "item__meeting")


@dataclass(frozen=True)
class Hand:
    """Who does something to an action, and where that leads."""

    request: Request
    action: Action
    by: Member
    after: Any  # as `Done.to`
    via: str = ""
    now: Any = field(default_factory=timezone.now)

    @property
    def who(self) -> dict[str, Any]:
        return {"action": self.action, "by": self.by, "now": self.now, "via": self.via}

    def done(self, said: str) -> Done:
        return Done(said, self.after, change=self.action.get_absolute_url() if from_home(self.request) else "")

    def move(self, to: Action.State, *, reason: str = "", result: str = "") -> Done:
        """Move the action, or say that it is in that state already. Raises NotAllowed or StaleError."""
        if self.action.state == to:
            messages.info(self.request, f"Opgaven er allerede {self.action.get_state_display().lower()}.")
            return Done("", self.after)
        actions.move_action(to=to, reason=reason, result=result, **self.who)
        return self.done(MOVED[to])


def _finish(hand: Hand, data: dict[str, Any]) -> Done:
    return hand.move(State.DONE, result=data["result"])


def _drop(hand: Hand, data: dict[str, Any]) -> Done:
    return hand.move(State.LAPSED, reason=data["reason"])


def _set_due(hand: Hand, data: dict[str, Any]) -> Done:
    actions.set_due(**data, **hand.who)
    return hand.done("Opgaven har fået en ny frist.")


def _hand_over(hand: Hand, data: dict[str, Any]) -> Done:
    action = actions.hand_over(**data, **hand.who)
    # Signed in, the bar of what can be undone says it
    return hand.done(f"Opgaven er givet videre. {action.owner_name} får en mail." if hand.via else "")


def _note(hand: Hand, data: dict[str, Any]) -> Done:
    actions.write_note(text=data["text"], **hand.who)
    return hand.done("Noten er gemt.")


# What is asked for before it happens: the form, and what it does
ASKED: dict[str, tuple[type[forms.VerbForm], Callable[[Hand, dict[str, Any]], Done]]] = {
    "done": (forms.DoneForm, _finish),
    "due": (forms.DueForm, _set_due),
    "owner": (forms.OwnerForm, _hand_over),
    "note": (forms.NoteForm, _note),
    "lapsed": (forms.DropForm, _drop),
}


@member
@idempotent
def one(request: Request, action: int) -> HttpResponse:
    """GET shows the action; POST does what `to` says: done, due, owner, note, lapsed, started, open or remind."""
    row: Action = get_visible_or_404(Action.objects.select_related(*WITH_ACTION), request.viewer, pk=action)
    require(request.method != "POST" or rules.can_move(request.viewer, row))
    hand = Hand(request, row, request.member, partial(_after, request, row))
    return _page(hand, "meetings/followup/one.html", {})


def _after(request: Request, action: Action) -> HttpResponse:
    """The action's row of the list in place with htmx, else the page that the press stood on."""
    if request.htmx and not from_home(request):
        return render(request, "meetings/followup/_row.html", {"entry": entry(action, request), "swapped": True})
    return redirect(back_to(request, action))


@mail_link
def answer(request: Request, token: str) -> HttpResponse:
    """From the mail, without signing in: GET shows the action and its choices, POST acts. Safe to open twice."""
    try:
        asked = resolve(ActionLink.read(token))
    except SignatureExpired:
        return render(request, "meetings/followup/link_over.html", {"is_old": True}, status=410)
    if asked is None:
        return render(request, "meetings/followup/link_over.html", status=410)
    action, owner = asked
    hand = Hand(request, action, owner, redirect("meetings:action_answer", token), "mail-link")
    return _page(hand, "meetings/followup/answer.html", {"member": owner, "token": token})


def _page(hand: Hand, template: str, more: dict[str, Any]) -> HttpResponse:
    request, to = hand.request, hand.request.POST.get("to", "")
    beside = partial(_beside, hand, more)
    if request.method != "POST":
        return render(request, template, beside())
    if to not in ASKED:
        return press(request, partial(_press, hand, to), hand.after)
    form, act = ASKED[to]
    bound = form(request.POST, action=hand.action, now=hand.now)
    return form_page(request, bound, partial(act, hand), template, beside, row=hand.action, name=f"{to}_form")


def _press(hand: Hand, to: str) -> Done:
    if to == "remind" and rules.can_remind(hand.request.viewer):
        told = actions.remind(action=hand.action, by=hand.by, now=hand.now)
        return hand.done(f"Mindet om opgaven: {', '.join(member.name for member in told)}.")
    if to not in {State.OPEN, State.STARTED}:
        raise ValidationError("Vælg, hvad der skal ske med opgaven.")
    return hand.move(State(to))


def _beside(hand: Hand, more: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of the action: its forms unused, and its story."""
    action, viewer = hand.action, hand.request.viewer
    by_owner = more or rules.can_move(viewer, action)
    steps = (
        ActionStep.objects.filter(action=action)
        .visible_to(hand.by.as_viewer())
        .select_related("by", "owner__organisation")
    )
    return {
        "entry": entry(action, hand.request) | {"may_move": by_owner},
        "steps": steps,
        "may_remind": not more and rules.can_remind(viewer) and action.is_open,
        "why_not_change": rules.why_not_change(action) if action.is_open else "",
        "chosen": hand.request.POST.get("to", ""),
        **({f"{to}_form": form(action=action, now=hand.now) for to, (form, _) in ASKED.items()} if by_owner else {}),
        **more,
    }
