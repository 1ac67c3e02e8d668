"""
Write the versions and hashes that installs are held to, from what is needed.

Run as ``make lock``, or ``python scripts/lock.py [--upgrade]`` where uv is installed.
What was chosen before stays where it still fits; ``--upgrade`` takes the newest. From
``pyproject.toml`` it writes

- ``requirements/core.lock``: what the program needs, with the hashes of all files;
- ``requirements/test.lock``: that, and what each extra needs;
- ``constraints.txt``: the versions alone, of PyTorch too, which has no hashes: which
  build of it fits, with CUDA or without, differs from machine to machine.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
CORE: Final = ROOT / "requirements" / "core.lock"
TEST: Final = ROOT / "requirements" / "test.lock"
CONSTRAINTS: Final = ROOT / "constraints.txt"

# True wherever the checks run ([tool.uv] in pyproject.toml), so nothing is said by it.
_ALWAYS: Final = (
    "implementation_name == 'cpython'",
    "python_full_version < '3.15'",
    "sys_platform == 'linux'",
)
_OF_PYTORCH: Final = re.compile(r"(torch|triton|nvidia-.*|cuda-.*)==")
_HASHED: Final = "# Written by `make lock`; install with --require-hashes.\n"
_PLAIN: Final = """\
# The versions that the checks run with; the lower bounds are in pyproject.toml.
# Written by `make lock`.
"""


def requirements(text: str) -> Iterator[tuple[str, str]]:
    """Yield each requirement of a file, and the lines of its hashes."""
    for entry in re.split(r"\n(?=\w)", text.strip()):
        line, *hashes = entry.split("\n")
        wanted, _, marker = line.removesuffix("\\").strip().partition(" ; ")
        parts = [part for part in marker.split(" and ") if part not in _ALWAYS]
        marker = " and ".join(filter(None, parts))
        yield f"{wanted} ; {marker}" if marker else wanted, "\n".join(hashes)


def compiled(before: Path, *words: str) -> str:
    """Return what uv chooses; what is in the file ``before`` stays if it can."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "new.lock"
        if before.exists():
            shutil.copy(before, file)
        command = [uv, "pip", "compile", "pyproject.toml", "--universal", "--quiet"]
        command += ["--generate-hashes", "--no-header", "--no-annotate", *words]
        command += ["--python-version", "3.11", "--system-certs", "--output-file"]
        command.append(str(file))
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 (our own words)
        return file.read_text("utf-8")


def hashed(text: str) -> str:
    """Return a lock file of what has hashes."""
    found = [
        f"{wanted} \\\n{hashes}\n"
        for wanted, hashes in requirements(text)
        if not _OF_PYTORCH.match(wanted)
    ]
    return _HASHED + "".join(found)


def main() -> None:
    """Write the three files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--upgrade", action="store_true")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    everything = compiled(CONSTRAINTS, "--all-extras", *upgrade)
    plain = [f"{wanted}\n" for wanted, _ in requirements(everything)]
    CONSTRAINTS.write_text(_PLAIN + "".join(plain), "utf-8")
    # The same versions: those of everything are given, so a smaller part takes them.
    core = compiled(CONSTRAINTS)
    TEST.parent.mkdir(exist_ok=True)
    TEST.write_text(hashed(everything), "utf-8")
    CORE.write_text(hashed(core), "utf-8")


if __name__ == "__main__":
    main()
