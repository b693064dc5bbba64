"""What every template knows, without a query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from forum.base.visibility import NOBODY

SITE = {
    "name": settings.SITE_NAME,
    "url": settings.SITE_URL,
    "demo": settings.DEMO,
    "group_url": settings.GROUP_URL,
    "contact_mail": settings.CONTACT_MAIL,
}


def site(request: HttpRequest) -> dict[str, Any]:
    """`site` for pages; the frame reads `installation`, because allauth gives its pages a `site` of its own."""
    return {"site": SITE, "installation": SITE, "viewer": getattr(request, "viewer", NOBODY)}
