"""Where the member is signed in, and signing out of the other places or of all."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render

from forum.membership.actions import members
from forum.web.access import Request, signed_in


@dataclass(frozen=True)
class Device:
    name: str
    session: UserSession
    is_this_one: bool


BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """»Chrome på Windows«; the order of the tables matters, for browsers name each other."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "Ukendt browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return f"{browser} på {system}" if system else browser


@signed_in
def devices(request: Request) -> HttpResponse:
    if request.method == "POST":
        everywhere = request.POST.get("hvor") == "alle"
        keep = "" if everywhere else request.session.session_key or ""
        count = members.end_sessions(request.member, keep=keep, by=request.member)
        if everywhere:
            logout(request)
            messages.success(request, "Du er logget ud alle steder.")
            return redirect("account_login")
        messages.success(
            request, "Du er logget ud på de andre enheder." if count else "Du var ikke logget ind andre steder."
        )
        return redirect("usersessions_list")
    found = [
        Device(browser_name(s.user_agent), s, s.session_key == request.session.session_key)
        for s in members.living_sessions(request.member)
    ]
    return render(request, "usersessions/usersession_list.html", {"devices": found})
