"""Nothing in the logs opens anything: every address with a key is fetched through gunicorn, and its logs are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
import sentry_sdk
from django.core import signing
from django.db import IntegrityError, connection
from django.urls import reverse

from forum.base import logs
from tests.canary.test_links import behind_links
from tests.faults.conftest import Served

pytestmark = pytest.mark.real_time  # the web server is a process of its own
CANARY = "Kanari7fugl_Synger-Om0natten.iSkoven9Xy"
WORD = "-".join(["hemmeligt", "soegeord"])  # not in one piece in this file, whose lines stand in an error report


@pytest.mark.slow  # a web server is started
def test_no_key_and_no_search_word_is_logged(serve: Callable[..., Served], process_log: Callable[[], str]) -> None:
    served = serve(
        "--access-logfile", "-", "--access-logformat", '%(r)s %(U)s %(q)s %(f)s "%({referer}i)s"', LOG_LEVEL="DEBUG"
    )
    names = sorted(behind_links())
    paths = [reverse(name, args=[CANARY]) for name in names]
    signed = signing.dumps([1, 2], salt="x")
    paths += [path.rstrip("/") for path in paths] + [f"{path}mere/" for path in paths]  # an address cut off, or torn
    paths += [path.replace("/svar/", "/%73var/").replace(CANARY, signed) for path in paths]  # the access log has it raw
    for path in paths:
        for method in ("GET", "POST"):
            served.get(path, method, headers={"Referer": f"http://127.0.0.1{path}", "Content-Length": "0"})
    served.get(f"/soeg/{WORD}")
    served.get(f"/soeg/{WORD}/{WORD}/?{WORD}")
    for query in (
        WORD,
        f"{WORD}&x",
        f"x&{WORD}",
        f"x=1&{WORD}&{WORD}",
        f"%71={WORD}",
        f"q={WORD}",
        f"next={quote(paths[0])}",
        f"svar={WORD}&x=1",
    ):
        served.get(f"/soeg/?{query}")
        served.get(f"/konto/log-ind/?{query}")
    served.process.terminate()
    served.process.wait(30)
    said = process_log()
    assert said.count("request_finished") > len(paths)  # there is something to read
    assert len(re.findall(r"GET /moeder/svar/\*\*\*", said)) >= 2
    told = [word for word in (CANARY, CANARY[:12], CANARY[-10:], signed.split(":")[-1], WORD) if word in said]
    assert told == []


@pytest.mark.django_db
def test_a_failed_row_is_not_logged() -> None:
    sql = "INSERT INTO forum_member (email, name) VALUES ('hemmelig@example.dk', 'Hemmelig')"
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute(sql)
    assert "hemmelig@example.dk" in str(caught.value)  # there is something to leak
    event = {"event": "500", "exception": f"Traceback\n  {caught.value}\n\nThe above exception was the cause\nlater"}
    told = logs.mask_event(None, "error", event)["exception"]
    assert "emmelig" not in told
    assert told.endswith("later")
    assert "null value in column" in told


def test_what_helps_to_find_a_fault_stays() -> None:
    said = (
        'File "/app/forum/web/access.py", line 12, in a_function_with_quite_a_long_name_for_what_it_does\n'
        "request_id 7c1e3b52-9f64-4b1e-8a35-0d6b8f6c2e11, key ab/0123456789abcdef0123456789abcdef01234567, /moeder/ "
        "GET /soeg/ HTTP/1.1. What now? R&D, x=1, y ? z"
    )
    assert logs.mask(said) == said


def test_error_reports_are_masked() -> None:
    sent: list[Any] = []

    class Out(sentry_sdk.Transport):
        def capture_envelope(self, envelope: Any) -> None:
            out = StringIO()
            out.write(envelope.serialize().decode())
            sent.append(out.getvalue())

    options: dict[str, Any] = {"before_send": logs.mask_report, "before_breadcrumb": logs.mask_report}
    client = sentry_sdk.Client(dsn="http://a@127.0.0.1/1", transport=Out, include_local_variables=False, **options)
    with sentry_sdk.new_scope() as scope:
        scope.set_client(client)
        scope.add_breadcrumb(message=f"GET /moeder/svar/{CANARY}/?{WORD}")
        scope.set_context("request", {"query_string": WORD, "url": f"/soeg/{WORD}"})
        try:
            raise ValueError(f"/invitation/{CANARY}/")
        except ValueError as error:
            scope.capture_exception(error)
        client.flush()
    assert len(sent) == 1
    assert [word for word in (CANARY, WORD) if word in sent[0]] == []
    assert "/invitation/***" in sent[0]
