"""Asks the web server in this container whether it lives; for Docker's health check, which has no curl."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit

host = urlsplit(os.environ["SITE_URL"]).netloc  # the site answers to its own name only
port = (os.environ.get("BIND") or ":8000").rpartition(":")[2]
request = urllib.request.Request(f"http://127.0.0.1:{port}/sundhed/", headers={"Host": host})
with urllib.request.urlopen(request, timeout=4) as answer:
    sys.exit(0 if answer.status == 200 else 1)
