"""Pages with a form, and buttons: checked, acted on, answered with a sentence, in one way everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from forum.base.refusal import Refusal
from forum.base.stale import StaleError, rebind_to
from forum.web.access import Request, is_htmx
from forum.web.form_keys import REFUSED


@dataclass(frozen=True)
class Done:
    """What an act came to: the sentence that is said ("" says nothing), and where the person goes on.

    `to` is anything that Django's `redirect` takes, a response of its own, or a function that makes one when the
    sentence is said already (a fragment for htmx brings it along). `undo` is the address that takes the act back;
    `change` is the page where the person may think better of it.
    """

    said: str
    to: Any
    undo: str = ""
    change: str = ""


@dataclass(frozen=True)
class InPlace:
    """How htmx shows a form's page: the partial `template` alone, put into `target` (a CSS selector) by `swap`."""

    template: str
    target: str
    swap: Literal["outerHTML", "innerHTML"] = "outerHTML"


# Pages with presses that belong to other pages: the value of `fra` in the press's form -> the page's name
BACK = {"hjem": "front:home", "opgaver": "meetings:actions", "moeder": "meetings:list"}
Act = Callable[[dict[str, Any]], Done]
# What the page shows beside its form; a function when that may be another after the act than before it
Context = dict[str, Any] | Callable[[], dict[str, Any]]


def require(is_allowed: bool) -> None:
    """Raise PermissionDenied unless the rule allows it."""
    if not is_allowed:
        raise PermissionDenied


def from_home(request: Request) -> bool:
    """True for a form of a card on the home page: its answer leads back there, where htmx takes the card away."""
    return request.POST.get("fra") == "hjem"


def posted(request: Request) -> QueryDict | None:
    """What was sent, for a form that is unbound until something is; an empty sending is one too."""
    return request.POST if request.method == "POST" else None


def back_to(request: Request, to: Any) -> Any:
    """Where a press leads: back to the page that its form names in `fra` (see `BACK`), else `to`."""
    return BACK.get(request.POST.get("fra", ""), to)


@contextmanager
def at_field(name: str) -> Iterator[None]:
    """Within an act: a refusal is the fault of one field of the form, and is shown there with status 422."""
    try:
        yield
    except (Refusal, ValidationError) as refusal:
        raise ValidationError({name: getattr(refusal, "messages", [str(refusal)])}) from refusal


def form_page(
    request: Request,
    form: forms.BaseForm,
    act: Act,
    template: str,
    context: Context | None = None,
    *,
    row: Any = None,
    why_not: str = "",
    name: str = "form",
    in_place: InPlace | None = None,
    on_stale: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    """The page of a form: shown on GET; on POST checked, acted on, and left for where `act` says.

    `act` is given the cleaned data. What was typed is never lost: the same page comes back with status 422 for invalid
    fields (a ValidationError of `act` among them) and 409 for a Refusal. The template gets the form as `name`,
    `why_not` (the action is not allowed now, a sentence), `unsaved` (static/js/drafts.js keeps what the form at this
    address shows) and `stale` (somebody was first, a sentence); then `row`, or
    the row that the refusal carries, is read anew and the form goes on from it, see `rebind_to`. `on_stale` is given
    that row and names what more the page shows of it. A `context` that is a function is called after all this. With
    `in_place`, htmx gets that partial instead of the page.
    """
    status, refused = 200 if request.method != "POST" else 409 if why_not else 422, {}
    if status == 422 and form.is_valid():
        try:
            return answer(request, act(form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
        except Refusal as refusal:
            status = refusal.status
            refused = {"stale" if isinstance(refusal, StaleError) else "why_not": str(refusal)}
            if isinstance(refusal, StaleError) and (saved := refusal.row or row) is not None:
                rebind_to(form, saved)
                refused |= on_stale(saved) if on_stale else {}
    beside = context() if callable(context) else context or {}
    unsaved = request.path if request.method == "POST" else ""
    page = {"why_not": why_not, "stale": "", "unsaved": unsaved, **beside, **refused, name: form}
    if in_place is None or not is_htmx(request):
        return render(request, template, page, status=status)
    response = render(request, in_place.template, page | {"in_place": True}, status=status)
    return retarget(reswap(response, in_place.swap), in_place.target)


def press(request: Request, act: Callable[[], Done], to: Any) -> HttpResponse:
    """A button: acted on when posted. A refusal is said as it is, and the person goes on to `to`, see `Done.to`.

    Where htmx would swap the page of a refusal into a part of another, the browser is told to load it.
    """
    if request.method != "POST":
        return _go(to)
    try:
        return answer(request, act())
    except (Refusal, ValidationError) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
        is_swapped = is_htmx(request) and not callable(to)
        response = HttpResponseClientRedirect(resolve_url(to)) if is_swapped else _go(to)
        response.headers[REFUSED] = "1"  # the form's key is not spent, so what was written in it is not taken for saved
        return response


def answer(request: Request, done: Done) -> HttpResponse:
    """Say what came of an act, and go on."""
    if done.said:
        ways = {"undo": done.undo, "change": done.change}
        tags = " ".join(f"{way}:{address}" for way, address in ways.items() if address)
        messages.success(request, done.said, extra_tags=tags)
    return _go(done.to)


def _go(to: Any) -> HttpResponse:
    response = to() if callable(to) else to
    return response if isinstance(response, HttpResponse) else redirect(response)
