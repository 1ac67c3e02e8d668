"""
Write the licences of all that the lock files name into docs/licences.md, or check them.

Run as ``python scripts/licences.py [--write]`` where all of it is installed. Without
``--write`` it says what the page has otherwise. A licence that nobody has looked at is
an error either way: read it, then add it below.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "licences.md"
CORE: Final = ROOT / "requirements" / "core.lock"
TEST: Final = ROOT / "requirements" / "test.lock"

# Licences under which a library may be used unchanged by a program of any licence, and
# how packages write them that have no licence expression (PEP 639) yet.
ALLOWED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "0BSD": (),
        "Apache-2.0": ("Apache 2.0", "Apache License", "Apache Software License"),
        "BSD-2-Clause": ("BSD 2-Clause License",),
        "BSD-3-Clause": ("BSD 3-Clause License", "3-Clause BSD License"),
        "BSD": ("BSD License",),
        "CC0-1.0": (),
        "ISC": ("ISC license", "ISC License", "ISC License (ISCL)"),
        "LGPL-3.0-only": (),
        "MIT": ("MIT License",),
        "MIT-CMU": (),
        "MPL-2.0": ("Mozilla Public License 2.0 (MPL 2.0)",),
        "PSF-2.0": ("PSFL", "Python Software Foundation License"),
        "W3C": ("W3C-20150513", "W3C License", "W3C SOFTWARE NOTICE AND LICENSE"),
        "Zlib": (),
    }
)
# What the packages do not say themselves in a form that can be compared.
READ: Final[Mapping[str, str]] = MappingProxyType(
    {
        "axe-playwright-python": "MIT",
        "bibtexparser": "LGPL-3.0-only OR BSD-3-Clause",
        "igraph": "GPL-2.0-or-later",
        "networkx-stubs": "not stated",
    }
)
BEFORE: Final = """\
# Licences

scholargraph is under the Apache licence, version 2.0. What it uses is installed as
packages of its own. In the source tree are of others' work only YASGUI (MIT, with the
notices of what it holds: `src/scholargraph/serve/static/yasgui/LICENSE.md`) and the
encoder that the model was trained from ([model card](model-card.md)). Pages that `view`
writes hold vis-network (MIT or Apache-2.0), as pyvis brings it, with its notice.

Two of the licences ask for more than that a notice is kept, or say nothing:

- **igraph** (GPL 2 or later) computes communities and layouts. The source tree only
  calls it; whoever hands on the program *together with* igraph, as in an image of a
  container, hands on the whole under the GPL, version 3, to which Apache-2.0 may be
  added.
- **networkx-stubs** says nothing of a licence. It is used by the type checker alone and
  is part of nothing that is handed on.

Written by `python scripts/licences.py --write` from what the installed packages say of
themselves (`BSD` where they do not say which); a licence that is on no list stops it.
PyTorch (BSD-3-Clause), which is needed for training alone, is not in the lock files.

| package | licence | needed for |
| --- | --- | --- |
"""


def names(lock: Path) -> list[str]:
    """Return the names of packages in a lock file, each once."""
    found = re.findall(r"^([\w.-]+)==", lock.read_text("utf-8"), re.MULTILINE)
    return sorted(set(found))


def said(package: PackageMetadata) -> Iterator[str]:
    """Yield what a package says of its licence, the clearest first."""
    fields = package.json
    yield str(fields.get("license_expression", ""))
    yield str(fields.get("license", "")).strip().partition("\n")[0]
    for classifier in fields.get("classifier", []):
        if str(classifier).startswith("License ::"):
            yield str(classifier).rpartition(":: ")[2]


def licence(name: str) -> str | None:
    """Return a package's licence in one form; nothing where it is on no list."""
    if name in READ:
        return READ[name]
    for text in said(metadata(name)):
        parts = re.split(r" (?:AND|OR) ", text)
        found = [one for part in parts if (one := _known(part))]
        if len(found) == len(parts):
            return text if len(parts) > 1 else found[0]
    return None


def _known(text: str) -> str | None:
    return next((one for one, forms in ALLOWED.items() if text in (one, *forms)), None)


def rows(before: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each package; that of the page where it is not installed."""
    core = frozenset(names(CORE))
    for name in names(TEST):
        try:
            found = licence(name)
        except PackageNotFoundError:  # only other versions of Python need it
            found = before.get(name)
        if found is None:
            heard = " / ".join(filter(None, said(metadata(name))))
            sys.exit(f"{name}: its licence is on no list: {heard}")
        use = "all" if name in core else "checks, training"
        yield f"| {name} | {found} | {use} |\n"


def main() -> None:
    """Write the page, or compare it."""
    now = PAGE.read_text("utf-8") if PAGE.exists() else ""
    before = dict(re.findall(r"^\| ([\w.-]+) \| (.+?) \|", now, re.MULTILINE))
    page = BEFORE + "".join(rows(before))
    if "--write" in sys.argv:
        PAGE.write_text(page, "utf-8")
    elif page != now:
        sys.exit(f"{PAGE}: differs; run `python scripts/licences.py --write`")


if __name__ == "__main__":
    main()
