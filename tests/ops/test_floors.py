"""No lock may fall below a version with a known hole, and no lock may name a place or miss a hash."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(set(ROOT.glob("requirements*.txt")) - {ROOT / "requirements-floors.txt"})
FLOOR = re.compile(r"^([\w-]+)>=([\d.]+)", re.M)
PIN = re.compile(r"^([\w.-]+)==([\w.]+)(.*)", re.M)


def floors() -> dict[str, tuple[int, ...]]:
    return {name: numbers(version) for name, version in FLOOR.findall((ROOT / "requirements-floors.txt").read_text())}


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def pins(lock: Path) -> dict[str, str]:
    return {name: version for name, version, _ in entries(lock)}


def entries(lock: Path) -> list[tuple[str, str, str]]:
    """(name, version, the rest with its hashes), continued lines joined."""
    return PIN.findall(lock.read_text().replace("\\\n", " "))


def test_there_are_floors() -> None:
    assert set(floors()) == {"django", "weasyprint"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-demo.txt", "requirements-dev.txt"])
def test_no_lock_is_below_a_floor(name: str) -> None:
    pinned = pins(ROOT / name)
    below = {part: pinned.get(part) for part, floor in floors().items() if numbers(pinned.get(part, "0")) < floor}
    assert below == {}


@pytest.mark.parametrize("name", ["requirements-demo.txt", "requirements-dev.txt"])
def test_production_demo_and_tests_run_the_same_versions(name: str) -> None:
    production, other = pins(ROOT / "requirements.txt"), pins(ROOT / name)
    assert {part: other.get(part) for part in production} == production


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_hashes_and_no_lock_names_a_host(lock: Path) -> None:
    assert [name for name, _, rest in entries(lock) if "--hash=sha256:" not in rest] == []
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", lock.read_text()) == []


def test_the_front_end_lock_names_no_host() -> None:
    assert "://" not in re.sub(r'"(?:url|funding|homepage)": "[^"]*"', "", (ROOT / "package-lock.json").read_text())
