"""Where the member is signed in, and signing out of the other places or of all."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render

from forum.membership.actions import members
from forum.web.access import Request, signed_in
from forum.web.form_page import Done, press


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
    key = request.session.session_key or ""

    def act() -> Done:
        if request.POST.get("hvor") == "alle":
            members.end_sessions(request.member, by=request.member)
            logout(request)
            return Done("Du er logget ud alle steder.", "account_login")
        ended = members.end_sessions(request.member, keep=key, by=request.member)
        said = "Du er logget ud på de andre enheder." if ended else "Du var ikke logget ind andre steder."
        return Done(said, "usersessions_list")

    if request.method == "POST":
        return press(request, act, "usersessions_list")
    sessions = members.living_sessions(request.member)
    context = {"devices": [Device(browser_name(one.user_agent), one, one.session_key == key) for one in sessions]}
    return render(request, "usersessions/usersession_list.html", context)
