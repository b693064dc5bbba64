"""Pages and files for everyone: about the forum, accessibility, privacy, and what search engines read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from forum.base.visibility import NOBODY
from forum.mail import outbox
from forum.membership.actions import join_requests, pseudonymise
from forum.people.models import Organisation
from forum.signin import quota
from forum.web import signed_out
from forum.web.access import public
from meetings import retention
from meetings.attendance import wishes
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

PAGES = (
    "front:home",
    "recommendations:list",
    "recommendations:areas",
    "front:about",
    "front:join",
    "front:accessibility",
    "front:privacy",
)
KINDS = (
    ("Kommuner", Organisation.Kind.MUNICIPALITY),
    ("Leverandører", Organisation.Kind.SUPPLIER),
    ("Fællesoffentlige", Organisation.Kind.SKI),
)
# What no robot needs to ask for: it would meet the sign-in page
CLOSED = ("/admin/", "/konto/", "/moeder/", "/soeg/", "/invitation/", "/bliv-medlem/bekraeft/")


@public
def about(request: HttpRequest) -> HttpResponse:
    """The forum in KL's own words, and who is in it."""
    seated = list(Organisation.objects.with_seat(timezone.localdate()).order_by("name"))
    groups = [(label, [o for o in seated if o.kind == kind]) for label, kind in KINDS]
    return render(request, "forum/front/about.html", {"groups": [(label, found) for label, found in groups if found]})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "forum/front/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "days_after_leaving": settings.RETENTION_DAYS_AFTER_LEAVING,
        "session_days": settings.SESSION_COOKIE_AGE // 86_400,
        "mail_text_days": outbox.TEXT_DAYS,
        "address_days": retention.ADDRESS_DAYS,
        "wish_days": wishes.KEPT_DAYS,
        "unused_days": pseudonymise.UNUSED_DAYS,
        "unconfirmed_days": join_requests.UNCONFIRMED_DAYS,
        "answered_days": join_requests.ANSWERED_DAYS,
        "log_days": settings.LOG_DAYS,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "known_cookie": quota.COOKIE,
        "signed_out_cookie": signed_out.COOKIE,
        "session_cookie": settings.SESSION_COOKIE_NAME,
    }
    return render(request, "forum/front/privacy.html", context)


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines are welcome on the public pages; a demo is nobody's to find."""
    refused = ("/",) if settings.DEMO else CLOSED
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in refused)]
    return _text([*lines, f"Sitemap: {settings.SITE_URL}{reverse('front:sitemap')}"])


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers and mail clients ask here for the site's mark, whatever the page says of it."""
    response = HttpResponseRedirect(static("img/logo.svg"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@public
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell about a hole. It must expire within a year, so each answer is good for half of one."""
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    return _text(
        [
            f"Contact: mailto:{settings.CONTACT_MAIL}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: da, en",
            f"Canonical: {settings.SITE_URL}{reverse('front:security')}",
        ]
    )


def _text(lines: Iterable[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


class _OwnAddress(Sitemap):
    """Addresses as the site is configured, whatever host was asked."""

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PublicPages(_OwnAddress):
    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: str) -> str:
        return reverse(item)


class PublicRecommendations(_OwnAddress):
    def items(self) -> list[Recommendation]:
        return list(Recommendation.objects.visible_to(NOBODY).in_force())


class PublicAreas(_OwnAddress):
    def items(self) -> list[Area]:
        return list(Area.objects.visible_to(NOBODY))


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    sections: dict[str, Any] = {"sider": PublicPages, "anbefalinger": PublicRecommendations, "omraader": PublicAreas}
    return django_sitemap(request, sections)
