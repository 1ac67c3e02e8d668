"""
The engine for a cluster: PySpark, a shard a partition.

Spark hands out numbers of shards and nothing else; what is read and written goes
through the run's folder, so that neither the driver nor a lost worker holds results.
The model is shipped to the executors; the program must be installed on them.
"""

import os
import re
import shutil
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from scholargraph.distributed.run import Engine
from scholargraph.distributed.task import Done, Task, read_shard
from scholargraph.errors import ScholargraphError
from scholargraph.pipeline.workers import ONE_THREAD

OPTION: Final = "--engine spark"
MODEL: Final = "scholargraph-model"
# Seconds between two looks at how far the cluster is.
PAUSE: Final = 0.5
# Seconds without a worker at work until the user is told.
PATIENCE: Final = 60
# What a line of a Python or Java traceback begins with that names the error.
FAULT: Final = re.compile(
    r"(?:: |Caused by: |Exception in .*? )?[\w.$]*(?:Error|Exception): "
)
UNANSWERED: Final = "All masters are unresponsive"
SCHEMA: Final = "shard long, papers long, fault string"


def spark(master: str, log: Path, warn: Callable[[str], None]) -> Engine:
    """
    Return an engine that is the Spark cluster of a master's address.

    What Spark itself has to say goes to the file ``log``.
    """

    def run(
        task: Task, numbers: Sequence[int], tell: Callable[[int], None]
    ) -> list[Done]:
        with _session(master, log) as session, tempfile.TemporaryDirectory() as scratch:
            packed = _packed(task.model, Path(scratch))
            try:
                session.sparkContext.addArchive(f"{packed}#{MODEL}")
                # A partition a shard: each is a task of its own.
                frame = session.range(0, len(numbers), 1, len(numbers))
                done = frame.mapInPandas(_reading(task, tuple(numbers)), SCHEMA)
                with ThreadPoolExecutor(1) as thread:
                    rows = thread.submit(done.collect)
                    tracker = session.sparkContext.statusTracker()
                    _Watch(numbers, tell, warn).until(rows, tracker)
                    return [
                        Done(row.shard, row.papers, row.fault) for row in rows.result()
                    ]
            except Exception as error:
                if not _is_of_spark(error):
                    raise
                raise ScholargraphError(master, _said(error, log)) from error

    return run


def _reading(task: Task, numbers: tuple[int, ...]) -> Callable[[Any], Iterator[Any]]:
    """Return what an executor does with the places of shards in ``numbers``."""

    def read(frames: Any) -> Iterator[Any]:
        import pandas as pd  # noqa: PLC0415
        from pyspark import SparkFiles  # noqa: PLC0415

        here = replace(task, model=SparkFiles.get(MODEL))
        for frame in frames:
            done = [read_shard(here, numbers[place]) for place in frame["id"]]
            yield pd.DataFrame(
                [(item.shard, item.papers, item.fault) for item in done],
                columns=["shard", "papers", "fault"],
            )

    return read


@dataclass(slots=True)
class _Watch:
    """Tells of shards that are done, and of a cluster on which nothing happens."""

    numbers: Sequence[int]
    tell: Callable[[int], None]
    warn: Callable[[str], None]
    told: int = 0
    idle: float = 0.0

    def until(self, rows: Future[Any], tracker: Any) -> None:
        """Return when the job has ended."""
        while not wait([rows], PAUSE).done:
            ended, at_work = _progress(tracker)
            self._tell(ended)
            self.idle = 0.0 if at_work else self.idle + PAUSE
            if self.idle == PATIENCE:
                self.warn("no worker of the cluster is at work; still waiting")
        self._tell(len(self.numbers))

    def _tell(self, ended: int) -> None:
        for number in self.numbers[self.told : ended]:
            self.tell(number)
        self.told = max(self.told, ended)


def _progress(tracker: Any) -> tuple[int, int]:
    """Return how many tasks have ended and how many are at work."""
    stages = [tracker.getStageInfo(id_) for id_ in tracker.getActiveStageIds()]
    found = [stage for stage in stages if stage is not None]
    return (
        sum(stage.numCompletedTasks for stage in found),
        sum(stage.numActiveTasks for stage in found),
    )


@contextmanager
def _session(master: str, log: Path) -> Iterator[Any]:
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise ScholargraphError(OPTION, "needs Java 17 or newer, and none is installed")
    # Of pandas we use a frame of three columns; the new version has it as the old.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 (only who asks waits)
    except ImportError as error:
        what = "needs PySpark; install scholargraph with the extra `spark`"
        raise ScholargraphError(OPTION, what) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("scholargraph extract").master(master)
    for name, value in _settings().items():
        builder = builder.config(name, value)
    try:
        with _errors_to(log):
            session = builder.getOrCreate()
    except Exception as error:
        raise ScholargraphError(master, _said(error, log)) from error
    try:
        yield session
    finally:
        session.stop()


def _settings() -> dict[str, str]:
    """Return what does not depend on the cluster; Spark's own files say the rest."""
    one_thread = {f"spark.executorEnv.{name}": "1" for name in ONE_THREAD}
    return {"spark.ui.showConsoleProgress": "false", **one_thread}


@contextmanager
def _errors_to(log: Path) -> Iterator[None]:
    """
    Let what is started meanwhile, which is Java, keep a file as its standard error.

    Java has much to say that is no fault, and many lines for one that is.
    """
    sys.stderr.flush()
    terminal = os.dup(2)
    with log.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def _packed(model: str | None, scratch: Path) -> Path:
    """Return an archive of the model's folder, by default the one that is shipped."""
    if model is None:
        with as_file(files("scholargraph.extract.neural") / "weights") as folder:
            return _packed(str(folder), scratch)
    archive = scratch / "model.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(Path(model).iterdir()):
            if path.is_file():
                file.write(path, path.name)
    return archive


def _is_of_spark(error: Exception) -> bool:
    from py4j.protocol import (  # type: ignore[import-untyped]  # noqa: PLC0415
        Py4JError,
    )
    from pyspark.errors import PySparkException  # noqa: PLC0415

    return isinstance(error, Py4JError | PySparkException | OSError | EOFError)


def _said(error: Exception, log: Path) -> str:
    """Return the line that says most, of the many that Spark and Java have."""
    said, logged = str(error), log.read_text("utf-8", "replace")
    if UNANSWERED in logged:
        return "no Spark master answers here"
    if "JAVA_GATEWAY_EXITED" in said:
        said = logged
    lines = [" ".join(line.split()) for line in said.splitlines()]
    found = [line for line in lines if FAULT.match(line)] or list(filter(None, lines))
    line = found[0].removeprefix(": ") if found else type(error).__name__
    return f"{line[:300]} ({log} has more)"
