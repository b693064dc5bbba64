"""The proxy file with real nginx: whom the site believes, what is refused, and nothing lost on a restart."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import re
import signal
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forum.web.bodies import members_limit
from tests import database
from tests.interop.site import HOST, Site, running, title
from tests.journey.stack import wait_until
from tests.ops.production import ROOT

pytestmark = pytest.mark.real_time  # gunicorn and nginx have the machine's clock
CODES_A_MINUTE = 20
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Site]:
    with django_db_blocker.unblock():
        template = database.template()
    with running(tmp_path_factory.mktemp("site"), template) as found:
        yield found


# TLS and addresses


def test_plain_http_is_sent_to_tls_and_cookies_stay_there(site: Site) -> None:
    for address in ("127.0.0.1", "::1"):
        answer = site.ask_plain("/om/?a=1", address=address)
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/om/?a=1")
    signin = site.ask("GET", "/konto/log-ind/")
    assert signin.status == 200
    assert signin.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = signin.headers.get_all("Set-Cookie") or []
    assert cookies
    assert [cookie for cookie in cookies if "Secure" not in cookie] == []


def test_the_certificates_challenge_is_answered_without_tls(site: Site) -> None:
    challenge = site.folder / "html/.well-known/acme-challenge/token"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("token.thumbprint")
    answer = site.ask_plain("/.well-known/acme-challenge/token")
    assert (answer.status, answer.body) == (200, b"token.thumbprint")
    assert site.ask_plain("/.well-known/acme-challenge/other").status == 404


def test_another_name_is_refused(site: Site) -> None:
    assert site.ask_plain("/om/", host="evil.example").status == 421
    assert site.ask("GET", "/om/", Host="evil.example").status == 421
    trusts = ssl.create_default_context(cafile=str(site.folder / "cert.pem"))
    with (
        socket.create_connection(("127.0.0.1", site.tls), 10) as line,
        pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"),
    ):
        trusts.wrap_socket(line, server_hostname="evil.example")


def ask_for_code(site: Site, number: int, source: str, **headers: str) -> int:
    """One request for a code to an address nobody asked for before; the status."""
    page = site.ask("GET", "/konto/log-ind/", source=source)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body.decode())
    cookies = "; ".join(cookie.partition(";")[0] for cookie in page.headers.get_all("Set-Cookie") or [])
    assert token
    body = f"csrfmiddlewaretoken={token[1]}&email=nr{number}@example.dk".encode()
    form = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": cookies, "Referer": f"https://{HOST}/"}
    return site.ask("POST", "/konto/log-ind/", body, source, **form, **headers).status


def test_an_invented_address_is_not_believed_and_two_clients_have_a_limit_each(site: Site) -> None:
    invented = [
        {
            "X_Forwarded_For": f"203.0.113.{number}",
            "Forwarded": f"for=203.0.113.{number}",
            "X_Real_IP": f"203.0.113.{number}",
        }
        for number in range(25)
    ]
    statuses = [ask_for_code(site, number, "127.0.0.1", **headers) for number, headers in enumerate(invented)]
    passed = [status for status in statuses if status == 302]
    assert len(passed) == CODES_A_MINUTE, statuses
    assert set(statuses[CODES_A_MINUTE:]).isdisjoint({200, 302})
    assert ask_for_code(site, 99, "127.0.0.2") == 302


# Bodies


def test_the_proxy_lets_through_what_the_site_takes() -> None:
    limit = re.search(r"client_max_body_size (\d+)m;", (ROOT / "tools/deploy/nginx.conf").read_text())
    assert limit
    assert members_limit() <= int(limit[1]) * MEGABYTE < members_limit() + MEGABYTE


def test_a_body_that_is_too_large_is_refused_in_danish(site: Site) -> None:
    small = site.ask("POST", "/bliv-medlem/", b"x" * (2 * MEGABYTE), Content_Type="application/octet-stream")
    assert title(small.body) != "Filen er for stor"  # the site's own answer: 2 MB pass the proxy
    large = site.ask("POST", "/bliv-medlem/", b"x" * (62 * MEGABYTE), Content_Type="application/octet-stream")
    assert (large.status, title(large.body)) == (413, "Filen er for stor")
    assert large.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_a_header_that_is_too_long_is_refused_in_danish(site: Site) -> None:
    answer = site.ask("GET", "/om/", Cookie="x" * 40_000)
    assert (answer.status, title(answer.body)) == (400, "Adressen eller browserens oplysninger er for lange")


def test_pages_and_style_sheets_are_compressed_for_who_asks(site: Site) -> None:
    page = site.ask("GET", "/om/", Accept_Encoding="gzip")
    assert page.headers["Content-Encoding"] == "gzip"
    whole = gzip.decompress(page.body)
    assert len(page.body) < len(whole) / 2
    sheet = re.search(rb'href="(/static/[^"]+\.css)"', whole)
    assert sheet
    assert site.ask("GET", sheet[1].decode(), Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert site.ask("GET", "/om/").headers["Content-Encoding"] is None


def test_twenty_slow_bodies_stop_nobody(site: Site) -> None:
    lines = [site.connect() for _ in range(20)]
    head = f"POST /bliv-medlem/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n\r\n"
    for line in lines:
        line.sendall(head.encode())
    statuses = []
    for _ in range(5):
        for line in lines:
            line.sendall(b"x")
        statuses.append(site.ask("GET", "/om/").status)
    for line in lines:
        line.close()
    assert statuses == [200] * 5


# Files

MEMBERS_PAPER = """
import json
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from forum.people.models import Member
from meetings.agenda.models import Attachment
call_command("seed_demo")
for member in Member.objects.filter(is_active=True).order_by("pk"):
    paper = Attachment.objects.visible_to(member.as_viewer()).first()
    if paper and not member.is_secretariat:
        break
session = SessionStore()
session["_auth_user_id"] = str(member.pk)
session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
session["_auth_user_hash"] = member.get_session_auth_hash()
session.save()
print(json.dumps({"cookie": f"forum_session={session.session_key}", "url": paper.get_absolute_url(),
    "sha256": paper.file.sha256}))
"""


def test_a_members_file_comes_through_with_its_headers_and_to_nobody_else(site: Site) -> None:
    paper = site.shell(MEMBERS_PAPER)
    answer = site.ask("GET", paper["url"], Cookie=paper["cookie"], Accept_Encoding="gzip")
    assert answer.status == 200, answer.body
    assert hashlib.sha256(answer.body).hexdigest() == paper["sha256"]
    names = ("Content-Security-Policy", "X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Cache-Control")
    assert [answer.headers[name] for name in names] == [
        "default-src 'none'; sandbox", "nosniff", "same-origin", "private, no-store"
    ]  # fmt: skip
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert site.ask("GET", paper["url"]).status in (302, 404)


# Restarts and maintenance


def test_a_graceful_restart_loses_no_request(site: Site) -> None:
    statuses: list[int | str] = []
    over = threading.Event()

    def go_on() -> None:
        while not over.is_set():
            try:
                statuses.append(site.ask("GET", "/sundhed/").status)
            except (OSError, http.client.HTTPException) as error:
                statuses.append(repr(error))

    readers = [threading.Thread(target=go_on) for _ in range(4)]
    for reader in readers:
        reader.start()
    workers = children(site.web.pid)
    for _ in range(2):
        time.sleep(1)
        site.web.send_signal(signal.SIGHUP)
    until = time.monotonic() + 60
    while workers & children(site.web.pid) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(1)
    over.set()
    for reader in readers:
        reader.join()
    assert workers & children(site.web.pid) == set()  # all of them are new
    assert len(statuses) > 20
    assert set(statuses) == {200}


def children(pid: int) -> set[int]:
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def test_a_site_that_is_away_and_one_under_maintenance_say_so_in_danish(site: Site) -> None:
    site.stop_web()
    away = site.ask("GET", "/om/")
    assert (away.status, title(away.body), away.headers["Retry-After"]) == (502, "Forummet svarer ikke lige nu", "10")
    (site.folder / "maintenance").touch()
    closed = site.ask("GET", "/om/")
    assert (closed.status, title(closed.body), closed.headers["Retry-After"]) == (503, "Vi arbejder på forummet", "300")
    (site.folder / "maintenance").unlink()
    site.start_web()
    assert site.ask("GET", "/om/").status == 200


# Logs


def test_no_log_of_the_proxy_keeps_a_links_key(site: Site) -> None:
    """A link from a mail signs its holder in, or answers for him: its key is the address that such a log names."""
    site.ask_plain("/svar/kanarie/")
    site.ask_plain("/svar/kanarie/", host="evil.example")
    site.ask_plain("/.well-known/acme-challenge/svar/kanarie")
    assert site.ask("GET", "/svar/kanarie/").status == 404
    assert site.ask("POST", "/svar/kanarie/", b"x" * (62 * MEGABYTE)).status == 413
    site.ask("GET", "/svar/kanarie/", Cookie="x" * 40_000)
    site.ask("GET", "/svar/kanarie/" + "x" * 40_000)
    site.stop_web()
    assert site.ask("GET", "/svar/kanarie/").status == 502
    site.start_web()
    # Another site of the same nginx is logged, and last: by then all lines are there
    assert site.ask_plain("/another-site/", port=site.other).status == 502
    logs = [site.folder / name for name in ("access.log", "error.log")]
    wait_until(lambda: all("/another-site/" in log.read_text() for log in logs), "both logs")
    assert [log.name for log in (*logs, site.folder / "nginx.log") if "/svar/" in log.read_text()] == []
