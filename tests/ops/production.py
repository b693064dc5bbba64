"""A production configuration, as the tests of this folder try it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
SECRETS = {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "OIDC_CLIENT_SECRET"}
PRODUCTION = {
    "SECRET_KEY": "4f0c9a1be7d2568390acfe1b7d5c2e8460931fab5e7d2c8490b6fa13e5",
    "SITE_URL": "https://forum.kommune.invalid",
    "DATABASE_URL": "postgres://forum:x@postgres:5432/forum",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp://user:x@mail.invalid:587",
    "CONTACT_MAIL": "forum@kommune.invalid",
    "TRUSTED_PROXY": "true",
}


def variables_read() -> set[str]:
    """What the product and the two small files of the image read from the environment."""
    source = (ROOT / "forum/settings.py").read_text()
    files = [ROOT / "tools/gunicorn_conf.py", ROOT / "tools/healthcheck.py", *(ROOT / "forum").rglob("*.py")]
    small = "".join(path.read_text() for path in files)
    return {
        *re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', source),
        *re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', small),
    }


def production_environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return inherited | PRODUCTION


def manage(*words: str, folder: Path = ROOT, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=folder,
        env=production_environment() | (env or {}),
        capture_output=True,
        text=True,
        check=False,
    )


def handed_on() -> set[str]:
    return {name.removesuffix("_FILE") for name in SERVICES["web"]["environment"]}
