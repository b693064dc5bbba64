"""The other proxy file, with real Caddy."""

from __future__ import annotations

import http.client
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.interop.site import title
from tests.journey.stack import free_port, wait_until
from tests.ops.production import ROOT
from tools.launcher import packages, processes

pytestmark = pytest.mark.real_time


def test_caddys_file_is_valid(tmp_path: Path) -> None:
    caddy = shutil.which("caddy", path=packages.SERVER_PATH)
    assert caddy, "apt-get install caddy"
    words = [caddy, "validate", "--adapter", "caddyfile", "--config", str(ROOT / "tools/deploy/Caddyfile")]
    env = {"HOME": str(tmp_path), "PATH": packages.SERVER_PATH}
    checked = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "Valid configuration" in checked.stdout + checked.stderr


def test_caddys_log_keeps_no_links_key_either(tmp_path: Path) -> None:
    """Its own file, on another address and without a certificate; the site is away, which Caddy would log."""
    text = (ROOT / "tools/deploy/Caddyfile").read_text()
    port, log = free_port(), tmp_path / "log"
    for old, new in {
        "{\n\tlog default": "{\n\tadmin off\n\tauto_https off\n\tlog default",
        "\nforum.example.dk {": f"\nhttp://127.0.0.1:{port} {{",
        "127.0.0.1:8000": "127.0.0.1:1",
        "/etc/caddy/forum-pages": f"{ROOT}/tools/deploy/pages",
    }.items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "Caddyfile").write_text(text)
    caddy = shutil.which("caddy", path=packages.SERVER_PATH)
    assert caddy
    command: processes.Command = [caddy, "run", "--config", str(tmp_path / "Caddyfile")]
    proxy = processes.spawn(command, log=log, env={"HOME": str(tmp_path), "PATH": packages.SERVER_PATH})
    try:
        wait_until(lambda: "serving initial configuration" in log.read_text(), "caddy")
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        line.request("GET", "/svar/kanarie/")
        answer = line.getresponse()
        assert (answer.status, title(answer.read())) == (502, "Forummet svarer ikke lige nu")
    finally:
        proxy.terminate()
        proxy.wait(20)
    assert "kanarie" not in log.read_text()
