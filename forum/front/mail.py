"""The kind of mail that tells a member the week's news."""

from __future__ import annotations

from forum.mail import unsubscribe
from forum.mail.kinds import Kind

DIGEST = Kind("forum.digest", "Ugens nyt", unsubscribe.DIGEST)
KINDS = [DIGEST]
