"""Files that are not what they should be are refused in one line."""

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scholargraph.database import Database, Input, faults
from scholargraph.errors import FolderError

OPENERS = (Database.open, Database.read)


def _read_all(open_: Callable[[Path], Database], file: Path) -> None:
    with open_(file) as database, faults(file):
        list(database.inputs.records())
        list(database.corpus().papers())


def refusal(open_: Callable[[Path], Database], file: Path) -> str:
    with pytest.raises(FolderError) as raised:
        _read_all(open_, file)
    assert raised.value.where == str(file)
    assert "\n" not in str(raised.value)
    return raised.value.what


@pytest.mark.parametrize("open_", OPENERS)
def test_text_is_no_database(file: Path, open_: Callable[[Path], Database]) -> None:
    file.write_text("This is a diary of a journey.\n" * 200)
    assert "is no database" in refusal(open_, file)


@pytest.mark.parametrize("open_", OPENERS)
def test_another_programs_database_is_left_alone(
    file: Path, open_: Callable[[Path], Database]
) -> None:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    assert refusal(open_, file) == "is a database of another program"
    assert file.read_bytes() == before


def of_schema(version: int, file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


@pytest.mark.parametrize("open_", OPENERS)
@pytest.mark.parametrize(("version", "age"), [(0, "an older"), (99, "a newer")])
def test_another_schema_version_is_refused_with_the_command_to_run(
    published: Database,
    file: Path,
    open_: Callable[[Path], Database],
    *,
    version: int,
    age: str,
) -> None:
    published.close()
    of_schema(version, file)
    before = file.read_bytes()
    new = file.parent.with_name(f"{file.parent.name}-new")
    assert refusal(open_, file) == (
        f"was made by {age} version of this program (schema {version}, here 1);"
        f" run: scholargraph build /x.jsonl --into {shlex.quote(str(new))}"
    )
    assert file.read_bytes() == before


def test_a_version_with_other_tables_is_refused_likewise(
    published: Database, file: Path
) -> None:
    published.close()
    connection = sqlite3.connect(file)
    connection.execute("ALTER TABLE inputs RENAME TO sources")
    connection.close()
    of_schema(2, file)
    assert "run: scholargraph build INPUT… --into " in refusal(Database.open, file)


def advised(file: Path) -> str:
    return refusal(Database.open, file).partition("; run: ")[2]


@pytest.mark.parametrize(
    ("where", "named"),
    [("kg", "kg-new"), (".", "{kg}-new"), ("sub/..", "{kg}-new")],
)
def test_the_command_names_a_new_folder_however_the_old_one_was_named(
    published: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    where: str,
    named: str,
) -> None:
    published.close()
    kg = tmp_path / "kg"
    (kg / "sub").mkdir(parents=True)
    shutil.copy(published.path, kg)
    monkeypatch.chdir(tmp_path if where == "kg" else kg)
    file = Path(where) / published.path.name
    of_schema(2, file)
    new = shlex.quote(named.format(kg=kg))
    assert advised(file) == f"scholargraph build /x.jsonl --into {new}"


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        (["stream:0a1b"], "INPUT…"),
        (["/a b.txt", "stream:0a1b"], "'/a b.txt' INPUT…"),
        ([f"/{number}" for number in range(6)], "INPUT…"),
    ],
)
def test_what_the_folder_cannot_name_is_left_to_the_user(
    published: Database, file: Path, input_: Input, *, paths: list[str], shown: str
) -> None:
    published.inputs.keep_only(())
    for path in paths:
        published.inputs.replace(replace(input_, path=path), ())
    published.close()
    of_schema(2, file)
    assert advised(file).startswith(f"scholargraph build {shown} --into ")


@pytest.mark.parametrize("open_", OPENERS)
def test_a_cut_file_is_damaged(
    published: Database, file: Path, open_: Callable[[Path], Database]
) -> None:
    published.close()
    os.truncate(file, file.stat().st_size // 3)
    assert "is damaged" in refusal(open_, file)


@pytest.mark.parametrize("open_", OPENERS)
def test_overwritten_pages_are_damage(
    published: Database, file: Path, open_: Callable[[Path], Database]
) -> None:
    published.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    assert "is damaged" in refusal(open_, file)


def test_an_empty_file_is_no_database_to_read(file: Path) -> None:
    file.touch()
    assert refusal(Database.read, file) == "is a database of another program"


def test_a_missing_file_is_not_made_by_reading(file: Path) -> None:
    assert refusal(Database.read, file) == "is missing"
    assert not file.exists()


# Root is stopped by no permission; without its capabilities it is.
READ_WITHOUT_PRIVILEGES = """
import ctypes, sys
from pathlib import Path
from scholargraph.database import Database
header, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert ctypes.CDLL(None).capset(header, nothing) == 0
with Database.read(Path(sys.argv[1])) as database:
    print(database.corpus().paper_count())
"""


def test_a_folder_that_cannot_be_written_can_be_read(
    published: Database, tmp_path: Path
) -> None:
    published.close()
    folder = tmp_path / "locked"
    folder.mkdir()
    shutil.copy(published.path, folder)
    folder.chmod(0o555)
    file = str(folder / "extractions.db")
    command = [sys.executable, "-c", READ_WITHOUT_PRIVILEGES, file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("2\n", "")
    assert [entry.name for entry in folder.iterdir()] == ["extractions.db"]
    folder.chmod(0o755)
