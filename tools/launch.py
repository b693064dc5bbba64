"""The launcher's commands; `make` lists them. Standard library only: it runs before anything is installed."""

from __future__ import annotations

import os
import shutil
import sys

NEWEST_FIRST = ("python3.13", "python3.12", "python3.11")


def main(words: list[str]) -> int:
    """Run one command and give back the process's exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this line is for machines with an older python3)
        return newer_python(words)
    from tools.launcher import say

    say.prepare()
    try:
        return command(words)
    except say.Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130


def command(words: list[str]) -> int:
    """The verbs; each imports only what it needs."""
    from tools.launcher import demo, manage, packages, reset, state, tests

    match words:
        case ["demo"]:
            demo.main()
        case ["test" | "coverage" | "interop" as verb, *rest]:
            return tests.RUNS[verb](rest)
        case ["check"]:
            return tests.check()
        case ["with-servers", *rest]:
            return tests.with_servers(rest)
        case ["manage", *rest]:
            return manage.main(rest)
        case ["environment"]:
            tests.set_up("dev", tests=False)
        case ["packages", *names]:
            packages.install(names)
        case ["stop"]:
            print("Forum er standset." if state.stop("demo") else "Forum kører ikke i denne mappe.")
        case ["reset", *rest]:
            return reset.main(sure="--yes" in rest)
        case _:
            print("Skriv »make« for at se, hvad der kan gøres.", file=sys.stderr)
            return 2
    return 0


def newer_python(words: list[str]) -> int:
    """An older system's python3 hands over to a newer one beside it."""
    for name in NEWEST_FIRST:
        if path := shutil.which(name):
            os.execv(path, [path, "-m", "tools.launch", *words])
    print(
        "Forum skal bruge Python 3.11 eller nyere. På Ubuntu 22.04: sudo apt-get install python3.11 python3.11-venv",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
