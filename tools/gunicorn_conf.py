"""How gunicorn serves the site; the same in the demo and in production."""

import gc
import os
from typing import Any

from forum.settings import LOGGING

bind = os.environ.get("BIND") or "0.0.0.0:8000"
logger_class = "forum.web.server.AccessLog"
worker_class = "forum.web.server.Worker"  # gthread, whose threads do not wait for what is on its way
# Where the site begins (SCRIPT_NAME) and whether it is https is not for a request to say: Django asks TRUSTED_PROXY
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
workers = int(os.environ.get("WEB_CONCURRENCY") or "2")
threads = int(os.environ.get("WEB_THREADS") or "8")
preload_app = True  # imports once and shares the memory
timeout = 60
graceful_timeout = 20
keepalive = 75  # longer than a proxy keeps its side, so that it is the proxy that closes
max_requests = 5000  # a slow leak never grows old
max_requests_jitter = 500
limit_request_line = 8190  # its most: an address that is too long then gets the site's own page, not gunicorn's English
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
logconfig_dict: dict[str, Any] = {
    **LOGGING,
    "loggers": {**LOGGING["loggers"], "gunicorn.error": {"level": "INFO", "propagate": True}},
}


def when_ready(server: object) -> None:
    """What is loaded now stays: the collector need not look at it again in every worker."""
    gc.collect()
    gc.freeze()
