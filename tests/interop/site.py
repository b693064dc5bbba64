"""The site behind the proxy file of tools/deploy: gunicorn as the image runs it, nginx as production has it."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.journey.stack import free_port, wait_until
from tests.ops.production import ROOT
from tools.launcher import packages, processes

HOST = "forum.example.dk"
MAIN = """
{user}
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/forum.conf;
    server {{
        listen 127.0.0.1:{other};
        location / {{ proxy_pass http://127.0.0.1:1; }}
    }}
}}
"""


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Site:
    folder: Path
    plain: int
    tls: int
    other: int  # another site of this nginx, whose upstream is never there
    upstream: int
    env: dict[str, str]
    web: subprocess.Popen[bytes]

    def connect(self, source: str = "127.0.0.1", timeout: float = 20) -> ssl.SSLSocket:
        """A TLS connection whose certificate and name are checked, from an address of this machine."""
        trusts = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        line = socket.create_connection(("127.0.0.1", self.tls), timeout, source_address=(source, 0))
        return trusts.wrap_socket(line, server_hostname=HOST)

    def ask(
        self, method: str, path: str, body: bytes | None = None, source: str = "127.0.0.1", **headers: str
    ) -> Answer:
        """One request over a connection of its own."""
        connection = http.client.HTTPConnection(HOST)
        connection.sock = self.connect(source)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with suppress(OSError):  # a body that is refused is not read to its end; the answer is there
            connection.request(method, path, body, names)
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return found

    def ask_plain(self, path: str, host: str = HOST, port: int | None = None, address: str = "127.0.0.1") -> Answer:
        """One request without TLS, under any name."""
        connection = http.client.HTTPConnection(address, port or self.plain, timeout=20)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return found

    def start_web(self) -> None:
        log = self.folder / "web.log"
        command: processes.Command = [
            sys.executable, "-m", "gunicorn", "--config", "tools/gunicorn_conf.py", "forum.wsgi"
        ]  # fmt: skip
        self.web = processes.spawn(command, log=log, env=self.env)
        wait_until(lambda: self.lives(), "web")

    def stop_web(self) -> None:
        self.web.terminate()
        self.web.wait(30)

    def lives(self) -> bool:
        try:
            return self.ask("GET", "/sundhed/").status == 200
        except OSError:
            return False

    def shell(self, code: str) -> dict[str, str]:
        """The JSON that a script prints, run in the site's own database as its demo."""
        env = self.env | {"DEMO": "true", "SITE_URL": "http://127.0.0.1", "LOG_LEVEL": "WARNING"}
        words = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
        return found


def title(body: bytes) -> str:
    """What a page says of itself; nothing when it is no page."""
    found = re.search(r"<h1>(.*?)</h1>", body.decode())
    return found[1] if found else ""


def proxy_file(folder: Path, plain: int, tls: int, upstream: int) -> str:
    """tools/deploy/nginx.conf with other ports and paths; each of them stands in it."""
    text = (ROOT / "tools/deploy/nginx.conf").read_text()
    for old, new in {
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen [::]:80": f"listen [::1]:{plain}",
        "listen 443": f"listen 127.0.0.1:{tls}",
        "listen [::]:443": f"listen [::1]:{tls}",
        "root /var/www/html;": f"root {folder}/html;",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/letsencrypt/live/forum.example.dk/fullchain.pem": f"{folder}/cert.pem",
        "/etc/letsencrypt/live/forum.example.dk/privkey.pem": f"{folder}/key.pem",
        "/etc/nginx/forum-pages/": f"{ROOT}/tools/deploy/pages/",
        "/etc/nginx/forum-maintenance": f"{folder}/maintenance",
    }.items():
        assert old in text
        text = text.replace(old, new)
    return text


def certificate(folder: Path) -> None:
    kind = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"]
    subprocess.run([*kind, *names, *files], check=True, capture_output=True)


@contextmanager
def database(template: str) -> Iterator[str]:
    """A database of its own on the run's server, from the tests' migrated one."""
    given = os.environ["DATABASE_URL"]
    with psycopg.connect(given, autocommit=True) as line:
        line.execute("DROP DATABASE IF EXISTS interop_site WITH (FORCE)")
        line.execute(f'CREATE DATABASE interop_site TEMPLATE "{template}"')
        try:
            yield urlsplit(given)._replace(path="/interop_site").geturl()
        finally:
            line.execute("DROP DATABASE interop_site WITH (FORCE)")


@contextmanager
def running(folder: Path, template: str) -> Iterator[Site]:
    """nginx and gunicorn until the block ends."""
    nginx = shutil.which("nginx", path=packages.SERVER_PATH)
    assert nginx, "apt-get install nginx"
    plain, tls, other, upstream = free_port(), free_port(), free_port(), free_port()
    certificate(folder)
    (folder / "forum.conf").write_text(proxy_file(folder, plain, tls, upstream))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user, other=other))
    with ExitStack() as parts:
        url = parts.enter_context(database(template))
        env = {name: value for name, value in os.environ.items() if name not in ("DEMO", "ALLOWED_HOSTS")} | {
            "DATABASE_URL": url,
            "SITE_URL": f"https://{HOST}",
            "TRUSTED_PROXY": "true",
            "BIND": f"127.0.0.1:{upstream}",
            "FILES_ROOT": str(folder / "files"),
            "WHITENOISE_USE_FINDERS": "true",
            "WEB_CONCURRENCY": "2",
            "WEB_THREADS": "4",
        }
        words = [nginx, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", "daemon off;"]
        proxy = processes.spawn(words, log=folder / "nginx.log", env={"PATH": os.environ["PATH"]})
        parts.callback(proxy.wait, 20)
        parts.callback(proxy.terminate)
        site = Site(folder, plain, tls, other, upstream, env, proxy)
        parts.callback(site.stop_web)
        site.start_web()
        yield site
