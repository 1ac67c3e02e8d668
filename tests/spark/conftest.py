"""A Spark cluster on this machine: a master and two workers, each a process."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ADDRESS = re.compile(r"Starting Spark master at (spark://\S+)")
REGISTERED = "Successfully registered with master"
# A short run does not pay for the second compiler, nor for a collector of threads.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
DEFAULTS = f"""\
spark.ui.enabled false
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 512m
spark.driver.extraJavaOptions {JAVA}
spark.executor.memory 512m
spark.executor.extraJavaOptions {JAVA}
spark.sql.codegen.wholeStage false
"""
PATIENCE = 300.0


class Cluster:
    """A standalone master and its workers, each the head of a group of processes."""

    def __init__(self, place: Path) -> None:
        import pyspark

        self.home = Path(pyspark.__file__).parent
        self.place = place
        (place / "conf").mkdir()
        (place / "conf" / "spark-defaults.conf").write_text(DEFAULTS, encoding="utf-8")
        self.environment = {
            **os.environ,
            "SPARK_HOME": str(self.home),
            "SPARK_CONF_DIR": str(place / "conf"),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(place / "local"),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": f"{JAVA} -Dspark.master.rest.enabled=false",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._start("master", "master.Master", "--port", "0")
        self.master = self.said("master", ADDRESS)

    def add_workers(self, *names: str) -> None:
        for name in names:
            folder = str(self.place / name)
            words = ("--cores", "1", "--memory", "1g", "--work-dir", folder)
            self._start(name, "worker.Worker", *words, self.master)
        for name in names:
            self.said(name, re.compile(f"({REGISTERED})"))

    def kill(self, name: str) -> None:
        """End a process and all that it started, as a machine that loses power."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)

    def said(self, name: str, pattern: re.Pattern[str]) -> str:
        """Return what a process says once it is ready."""
        log = self.place / f"{name}.log"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.processes[name].poll() is None:
            found = pattern.search(log.read_text("utf-8", "replace"))
            if found:
                return found[1]
            time.sleep(0.1)
        pytest.fail(f"{name}: {log.read_text('utf-8', 'replace')[-2000:]}")

    def _start(self, name: str, class_: str, *words: str) -> None:
        command = [str(self.home / "bin" / "spark-class")]
        command += [f"org.apache.spark.deploy.{class_}"]
        command += ["--host", "127.0.0.1", "--webui-port", "0", *words]
        with (self.place / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                command,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if shutil.which("java") is None:
        pytest.fail("no Java is installed")
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        found.add_workers("one", "two")
        yield found
    finally:
        found.stop()
