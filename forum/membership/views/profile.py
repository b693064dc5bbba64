"""One's own profile: what is said about oneself, which mails one wants, one's data, and the way out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum import files
from forum.membership import own_data
from forum.membership.actions import members
from forum.membership.forms.profile import LeaveForm, NotificationForm, ProfileForm
from forum.web.access import Request, member, public, signed_in
from forum.web.form_keys import idempotent


@member
@idempotent
def profile(request: Request) -> HttpResponse:
    me = request.member
    form = ProfileForm(request.POST or None, request.FILES or None, member=me)
    if request.method == "POST" and form.is_valid() and _keep(request, form):
        messages.success(request, "Din profil er gemt.")
        return redirect("forum:profile")
    return render(
        request, "forum/membership/profile.html", {"form": form, "me": me}, status=422 if form.errors else 200
    )


def _keep(request: Request, form: ProfileForm) -> bool:
    """Store words and picture; False when the picture is refused, with the reason at its field."""
    me, now = request.member, timezone.now()
    upload: UploadedFile | None = form.cleaned_data["upload"]
    try:
        picture = files.picture(upload) if upload else None
    except files.Refused as refused:
        form.add_error("upload", str(refused))
        return False
    members.update_profile(member=me, **form.changed_words(), by=me, now=now)
    if picture or form.cleaned_data.get("without_picture"):
        members.set_picture(member=me, picture=picture, by=me, now=now)
    return True


@member
@idempotent
def notifications(request: Request) -> HttpResponse:
    me = request.member
    chosen = dict(me.notification_choices.values_list("kind", "pace"))
    form = NotificationForm(request.POST or None, now=chosen)
    if request.method == "POST" and form.is_valid():
        members.choose_notifications(member=me, choices=form.choices(), by=me, now=timezone.now())
        messages.success(request, "Dine valg er gemt.")
        return redirect("forum:notifications")
    return render(request, "forum/membership/notifications.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
def data(request: Request) -> HttpResponse:
    """What is kept under oneself, as a file; also for those who have no seat any more."""
    response = JsonResponse(own_data.export(request.member), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mine-data.json"'
    return response


@member
@idempotent
def leave(request: Request) -> HttpResponse:
    me = request.member
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            members.leave(member=me, by=me, now=timezone.now(), reason="eget ønske")
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            logout(request)
            return redirect("forum:goodbye")
    days = settings.RETENTION_DAYS_AFTER_LEAVING
    context = {"form": form, "is_chair": me.holds_chair(), "days_kept": days}
    return render(request, "forum/membership/leave.html", context, status=422 if form.errors else 200)


@public
def goodbye(request: Request) -> HttpResponse:
    return render(request, "forum/membership/goodbye.html")
