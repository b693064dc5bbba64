"""`make reset`: the demo's and the tests' data away, after a question."""

from __future__ import annotations

import contextlib
import shutil
import sys

from tools.launcher import say, servers, state


def main(*, sure: bool) -> int:
    """Ask, stop, delete."""
    if not sure and not asked():
        say.line("Intet er slettet.")
        return 1
    if state.stop("demo"):
        say.line("Forum er standset.")
    for name in ("demo", "test"):
        claim = state.claim(name)
        if claim is None:
            raise say.Stop(f"var/{name}/ er i brug lige nu. Vent, til det er færdigt, og prøv igen.")
        state.clean_up_after_crash(name)
        data = servers.data_folder(state.folder(name)).parent
        claim.release()
        shutil.rmtree(data, ignore_errors=True)
        with contextlib.suppress(OSError):  # only when it lies elsewhere, and only the last one out
            if data.parent != state.VAR:
                data.parent.rmdir()
        shutil.rmtree(state.folder(name), ignore_errors=True)
    for name in ("mail", "files"):
        shutil.rmtree(state.VAR / name, ignore_errors=True)
    say.line("Demoens data er slettet. »make demo« begynder forfra.")
    return 0


def asked() -> bool:
    """Only a person's own yes deletes."""
    if not sys.stdin.isatty():
        say.line("Der er ingen at spørge. Brug »make reset YES=1«, hvis alt i demoen skal slettes uden spørgsmål.")
        return False
    return input("Slet demoens database, post og filer? Skriv ja: ").strip().lower() in {"ja", "j"}
