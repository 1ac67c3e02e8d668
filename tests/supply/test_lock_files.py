"""What is installed is held to versions and hashes, and its licences are known."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
CORE, TEST = (ROOT / "requirements" / f"{name}.lock" for name in ("core", "test"))
CONSTRAINTS = ROOT / "constraints.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ANEW = "run `make lock`"
# Which build of it fits differs from machine to machine: a version, but no hash.
WITHOUT_HASH = "torch"


def entries(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each requirement of a file with its hashes."""
    text = re.sub(r"^#.*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
    for entry in re.split(r"\n(?=\w)", text.strip()):
        line, *hashes = entry.split(" \\\n")
        yield line, [text.strip() for text in hashes]


def versions(file: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line, _ in entries(file):
        wanted = Requirement(line)
        (pin,) = wanted.specifier
        assert pin.operator == "=="
        found.setdefault(canonicalize_name(wanted.name), set()).add(pin.version)
    return found


def needs(*groups: list[str]) -> list[Requirement]:
    return [Requirement(text) for group in groups for text in group]


@pytest.mark.parametrize("file", [CORE, TEST], ids=["core", "test"])
def test_each_package_has_hashes_and_comes_from_wherever_the_user_says(
    file: Path,
) -> None:
    assert "://" not in file.read_text("utf-8")
    found = list(entries(file))
    assert len(found) > 50
    for line, hashes in found:
        assert hashes, line
        for text in hashes:
            assert re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", text), line


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        (CORE, needs(PROJECT["dependencies"])),
        (
            TEST,
            needs(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()),
        ),
    ],
    ids=["core", "test"],
)
def test_what_the_project_needs_is_locked(
    file: Path, wanted: list[Requirement]
) -> None:
    locked = versions(file)
    for requirement in wanted:
        name = canonicalize_name(requirement.name)
        if name == WITHOUT_HASH:
            assert name not in locked
            continue
        assert locked.get(name), f"{name}: {ANEW}"
        for version in locked[name]:
            assert requirement.specifier.contains(version), f"{name}: {ANEW}"


def test_all_files_agree_on_the_versions() -> None:
    core, test, constraints = map(versions, (CORE, TEST, CONSTRAINTS))
    assert core.items() <= test.items(), ANEW
    assert test.items() <= constraints.items(), ANEW
    assert WITHOUT_HASH in constraints


def test_the_licences_of_all_packages_are_known_and_listed() -> None:
    words = [sys.executable, str(ROOT / "scripts" / "licences.py")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
