"""Messages: written, shown before they are sent with everyone who gets them, sent, and read again."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.visibility import get_visible_or_404
from forum.mail.render import without_keys
from forum.web.access import Request, guest, member, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page, posted, press
from meetings.meeting.models import Meeting
from meetings.messages import actions, rules
from meetings.messages.forms import MessageForm, SendForm
from meetings.messages.mail import render_for
from meetings.messages.models import Message
from meetings.messages.receivers import choices, receivers_of

PER_PAGE = 40
WITH = ("meeting", "list", "by")


@member
def index(request: Request) -> HttpResponse:
    """All that the viewer may read: for the secretariat every message, for others those that they got."""
    found = Message.objects.visible_to(request.viewer).log()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    return render(request, "meetings/messages/list.html", {"page": page})


@secretariat
@idempotent
def new(request: Request, slug: str = "") -> HttpResponse:
    """A message about a meeting, or without one to the members."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug) if slug else None
    now = timezone.now()
    form = MessageForm(posted(request), choices=choices(meeting, now), initial={"to": request.GET.get("til", "")})

    def act(data: dict[str, Any]) -> Done:
        fields = form.fields_of_message(request.viewer)
        fields.pop("revision")
        return Done("", actions.draft(meeting=meeting, **fields, by=request.member, now=now))

    why_not, page = rules.why_not_write(meeting), {"meeting": meeting}
    return form_page(request, form, act, "meetings/messages/form.html", page, why_not=why_not)


@secretariat
@idempotent
def edit(request: Request, pk: int) -> HttpResponse:
    message, now = _message(request, pk), timezone.now()
    if message.sent_at:
        return redirect(message)
    form = MessageForm(posted(request), choices=choices(message.meeting, now), message=message)

    def act(data: dict[str, Any]) -> Done:
        actions.change(message=message, **form.fields_of_message(request.viewer), by=request.member, now=now)
        return Done("", message)

    page = {"message": message, "meeting": message.meeting}
    return form_page(request, form, act, "meetings/messages/form.html", page, row=message)


@guest
@idempotent
def one(request: Request, pk: int) -> HttpResponse:
    """A sent message to be read; a draft as it will look, with everyone who gets it and the press that sends it."""
    message = _message(request, pk)
    if message.sent_at:
        receipts = message.receipts.select_related("member", "mail").order_by("mail__to_address")
        shown = list(receipts) if request.viewer.is_secretariat else []
        return render(request, "meetings/messages/message.html", {"message": message, "receipts": shown})
    return _preview(request, message)


def _preview(request: Request, message: Message) -> HttpResponse:
    now = timezone.now()

    def act(data: dict[str, Any]) -> Done:
        actions.send(message=message, **data, by=request.member, now=now)
        return Done("", message.meeting or message)  # the bar of what can be undone says it

    receivers = receivers_of(message, now)
    message.by = request.member  # who sends it signs it
    made = render_for(message, receivers[0], now) if receivers else None
    page = {
        "message": message,
        "receivers": receivers,
        "revision": actions.revision_of(message, receivers),
        "mail": {"subject": made.subject, "text": without_keys(made.text)} if made else None,
    }
    why_not = rules.why_not_send(message, receivers)
    return form_page(request, SendForm(posted(request)), act, "meetings/messages/preview.html", page, why_not=why_not)


def _message(request: Request, pk: int) -> Message:
    message: Message = get_visible_or_404(Message.objects.select_related(*WITH), request.viewer.in_part(), pk=pk)
    return message


@secretariat
@require_POST
@idempotent
def remove(request: Request, pk: int) -> HttpResponse:
    """A draft is thrown away."""
    message = _message(request, pk)
    to = message.meeting or "meetings:messages"

    def act() -> Done:
        actions.remove(message=message, by=request.member, now=timezone.now())
        return Done("Kladden er slettet.", to, undo=reverse("meetings:message_restore", args=[pk]))

    return press(request, act, to)


@secretariat
@require_POST
@idempotent
def restore(request: Request, pk: int) -> HttpResponse:
    message = actions.removed_draft(pk)
    if message is None:
        raise Http404

    def act() -> Done:
        actions.restore(message=message, by=request.member, now=timezone.now())
        return Done("Kladden er tilbage.", message)

    return press(request, act, "meetings:messages")
