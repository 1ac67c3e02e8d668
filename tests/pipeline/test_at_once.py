"""Several at work in one folder: builds in turn, readers at any time."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from scholargraph.pipeline.build import build
from scholargraph.pipeline.checking import check

Papers = Callable[[str, int, int], Path]
NTriples = Callable[[Path], bytes]
PATIENCE = 300  # seconds after which a test fails that hangs; no test times the machine


def test_builds_at_once_take_turns_or_say_who_is_at_work(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    files = [papers(name, number, number + 1) for name, number in (("a", 1), ("b", 3))]
    folder = tmp_path / "kg"
    program = [sys.executable, "-m", "scholargraph", "build"]
    started = [
        subprocess.Popen(
            [*program, str(file), "--into", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for file in files
    ]
    ended = [(*process.communicate(), process.returncode) for process in started]
    assert 0 in [code for *_, code in ended]
    for _, said, code in ended:
        assert code == 0 or "another build is at work here (process " in said
        assert code == 0 or said.count("\n") == 1
    names = [str(file) for file in files]
    build(names, folder)
    build(names, tmp_path / "alone")
    assert check(folder) == ()
    assert ntriples(folder) == ntriples(tmp_path / "alone")


class Reader(threading.Thread):
    """Reads a folder again and again, each time whole."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        super().__init__(daemon=True)
        self.seen: list[bytes] = []
        self.fault: Exception | None = None
        self.ends = False
        self._read = read
        self._another = threading.Condition()

    def run(self) -> None:
        while not self.ends and self.fault is None:
            try:
                found = self._read()
            except Exception as error:
                self.fault = error
            with self._another:
                self.seen.append(found)
                self._another.notify_all()

    def await_one(self) -> None:
        """Return when it has read once more, from the beginning to the end."""
        with self._another:
            enough = len(self.seen) + 2
            read = self._another.wait_for(
                lambda: len(self.seen) >= enough or self.fault, PATIENCE
            )
        assert read
        assert self.fault is None


def test_a_reader_sees_one_whole_graph_or_another_while_they_are_published(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    folder = tmp_path / "kg"
    states = set()
    build([str(papers("a", 1, 2))], folder)
    reader = Reader(lambda: ntriples(folder))
    reader.start()
    for number in range(3, 8):
        reader.await_one()
        states.add(ntriples(folder))
        build([str(papers(f"f{number}", number, number))], folder)
    reader.await_one()
    reader.ends = True
    reader.join(PATIENCE)
    states.add(ntriples(folder))
    assert len(states) == 6
    assert set(reader.seen) == states
