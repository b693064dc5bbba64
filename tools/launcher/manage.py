"""`make manage`: a command of manage.py on the demo's data, with the running demo's servers or with its own."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.launcher import demo, processes, say, state
from tools.launcher.run import open_run, set_up
from tools.launcher.tests import call

NOTHING = (
    "Skriv, hvilken kommando der skal køres, fx: "
    'make manage ARGS="report anbefalinger --output rapport.pdf"\n»make manage ARGS=help« viser dem alle.'
)


def main(words: Sequence[str]) -> int:
    """Run it and give back its exit code; what it needs is started for as long as it runs."""
    if not words:
        raise say.Stop(NOTHING)
    command = ["manage.py", *words]
    if facts := state.running("demo"):
        return call(environment_of(facts), command)
    with open_run("demo") as run:
        set_up("demo", tests=False)
        mail = state.listen(demo.LOCALHOST, 0)
        url = f"http://{demo.LOCALHOST}:{os.environ.get('PORT') or '8000'}"  # where links in mails and reports lead
        run.env |= demo.settings(url, mail, hosts="127.0.0.1,localhost")
        demo.start_data(run, mail).wait_ready()
        return call(run.env, command)


def environment_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """What the demo's processes are told: read from the last of them, since secrets are not written down."""
    if not facts.get("ready"):
        raise say.Stop("Demoen er ved at starte. Vent, til den er klar, og prøv igen.")
    number, begun = facts["services"][-1]
    if processes.started(number) == begun:
        try:
            raw = Path(f"/proc/{number}/environ").read_bytes()
        except OSError:
            raise say.Stop(
                "Demoen er startet af en anden bruger. Kør kommandoen som den bruger, eller stop demoen først."
            ) from None
        return dict(entry.split("=", 1) for entry in os.fsdecode(raw).split("\0") if "=" in entry)
    raise say.Stop("Demoen er ved at standse eller genstarte. Vent lidt, og prøv igen.")
