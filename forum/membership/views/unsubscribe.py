"""Out of optional mail by the mail's own link: a page with one button, and the mail program's own press of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from forum.base.visibility import SYSTEM
from forum.mail.unsubscribe import DIGEST, UnsubscribeLink
from forum.membership.actions.members import choose_notifications
from forum.people.models import Member, NotificationChoice
from forum.web.access import mail_link


@mail_link
@csrf_exempt  # mail providers post here without our cookie (RFC 8058); the signed link alone is the authority
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what would stop, for scanners fetch it; POST stops it, once or twice alike. No need to be signed in."""
    link = UnsubscribeLink.read(token)
    member = Member.objects.active().visible_to(SYSTEM).filter(pk=link.member_id).first()
    if member is None or not member.as_viewer().is_member:
        return render(request, "forum/membership/unsubscribe_over.html", status=410)
    kinds = link.chosen()
    if request.method == "POST" and kinds:
        choices = {kind.value: NotificationChoice.Pace.NEVER.value for kind in kinds}
        choose_notifications(member=member, choices=choices, by=member, now=timezone.now(), via="mail-link")
    context = {
        "member": member,
        "is_digest": link.choice == DIGEST,
        "labels": [kind.label for kind in kinds or _named(link)],
        "is_stopped": request.method == "POST" or not kinds,
    }
    return render(request, "forum/membership/unsubscribe.html", context)


def _named(link: UnsubscribeLink) -> list[NotificationChoice.Kind]:
    """What the link is about, when it is stopped already; a digest that is stopped gathers nothing."""
    return [] if link.choice == DIGEST else [NotificationChoice.Kind(link.choice)]
