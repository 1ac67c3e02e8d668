"""What is missing for Spark is told in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "daily_papers.txt"
NO_PYSPARK = """
import sys
sys.modules["pyspark"] = None  # as if it were not installed
from scholargraph.cli import main
main()
"""


def said(tmp_path: Path, code: str, **environment: str) -> str:
    words = ["extract", EXAMPLE, "--out", tmp_path / "out", "--shard-size", "500"]
    words += ["--engine", "spark", "--master", "local[1]"]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr


def test_without_pyspark_the_extra_is_named(tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\n", encoding="utf-8")
    java.chmod(0o755)
    assert said(tmp_path, NO_PYSPARK, PATH=str(tmp_path)) == (
        "--engine spark: needs PySpark; install scholargraph with the extra `spark`\n"
    )


def test_without_java_its_version_is_named(tmp_path: Path) -> None:
    code = "from scholargraph.cli import main; main()"
    assert said(tmp_path, code, PATH=str(tmp_path), JAVA_HOME="") == (
        "--engine spark: needs Java 17 or newer, and none is installed\n"
    )


@pytest.mark.spark
@pytest.mark.slow
def test_a_master_that_is_none_is_one_line(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv[-1] = 'mars'; from scholargraph.cli import main; main()"
    )
    (line,) = said(tmp_path, code).splitlines()
    assert line.startswith("mars: ")
    assert "Master must " in line
    assert line.endswith(f"({tmp_path}/out/spark.log has more)")
