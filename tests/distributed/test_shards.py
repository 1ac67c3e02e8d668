"""Extraction in shards: stopped and gone on with, damaged, foreign, doubled."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from scholargraph.database import Database
from scholargraph.distributed.place import Place
from scholargraph.distributed.processes import processes
from scholargraph.distributed.run import Outcome, Run
from scholargraph.distributed.task import Done
from scholargraph.errors import InputError, ShardError
from scholargraph.pipeline.build import build
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.manifest import Manifest
from scholargraph.pipeline.work import Options
from scholargraph.shards import open_shard
from scholargraph.vocab import RelationType

Papers = Callable[[str, int, int], Path]
Extracted = Callable[..., Outcome]
NTriples = Callable[[Path], bytes]
FROM_SHARDS = Options(from_extractions=True)
KEY = b"scholargraph.shard"
HERE = Options(jobs=1)
MANUAL = Path(__file__).parents[2] / "docs" / "spark.md"


def facts(manifest: Manifest) -> dict[str, Any]:
    """Return all that a manifest says but for how long it took."""
    fields = asdict(manifest)
    del fields["seconds"], fields["rate"]
    return fields


def from_shards(folder: Path, *names: Path) -> Manifest:
    return build([str(name) for name in names], folder, options=FROM_SHARDS)


def shards(out: Path) -> list[Path]:
    return sorted(out.glob("*.parquet"))


def test_shards_give_the_graph_and_the_manifest_of_a_local_build(
    tmp_path: Path, papers: Papers, extracted: Extracted, ntriples: NTriples
) -> None:
    one, two, out = papers("one", 1, 5), papers("two", 4, 7), tmp_path / "out"
    nothing = tmp_path / "notes.txt"
    nothing.write_text("no papers here\n", encoding="utf-8")
    outcome = extracted(out, one, two, nothing)
    assert (outcome.shards, outcome.rows, outcome.papers) == (6, 11, 9)
    (problem,) = outcome.problems
    assert problem.startswith(f"{nothing}: ")
    made = from_shards(tmp_path / "kg", *shards(out))
    files = [str(file) for file in (one, two, nothing)]
    local = build(files, tmp_path / "local", options=HERE)
    assert facts(made) == facts(local)
    assert ntriples(tmp_path / "kg") == ntriples(tmp_path / "local")
    # What was built from shards goes on as if it had been built here.
    assert build(files, tmp_path / "kg", options=HERE).counts["extracted"] == 0
    text = (out / "failed.jsonl").read_text("utf-8")
    failed = [json.loads(line) for line in text.splitlines()]
    assert [(Path(row["file"]).name, row["row"]) for row in failed] == [
        ("one.jsonl", 6),
        ("two.jsonl", 5),
    ]


def test_a_folder_stands_for_the_shards_in_it(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    extracted(tmp_path / "out", papers("one", 1, 3))
    assert from_shards(tmp_path / "kg", tmp_path / "out").counts["papers"] == 3


def test_a_run_goes_on_with_the_shards_that_are_missing_or_damaged(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    file, out = papers("one", 1, 7), tmp_path / "out"
    assert extracted(out, file).read == 4
    before = {path.name: path.read_bytes() for path in shards(out)}
    times = {path.name: path.stat().st_mtime_ns for path in shards(out)}
    (out / "part-00001.parquet").unlink()
    half = out / "part-00002.parquet"
    half.write_bytes(before[half.name][: len(before[half.name]) // 2])
    assert extracted(out, file, size=None).read == 2
    assert {path.name: path.read_bytes() for path in shards(out)} == before
    kept = out / "part-00000.parquet"
    assert kept.stat().st_mtime_ns == times[kept.name]
    assert extracted(out, file).read == 0


def test_a_shard_with_a_damaged_page_is_made_again(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    file, out = papers("one", 1, 3), tmp_path / "out"
    extracted(out, file)
    shard = out / "part-00001.parquet"
    whole = shard.read_bytes()
    column = pq.ParquetFile(shard).metadata.row_group(0).column(3)
    # The end of the page: it begins with what it says of itself.
    at = column.data_page_offset + column.total_compressed_size - 9
    shard.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert open_shard(shard).heading.count == 2
    assert extracted(out, file).read == 1
    assert shard.read_bytes() == whole


def test_what_goes_wrong_in_a_run_is_not_told_as_a_fault_of_its_folder(
    tmp_path: Path, papers: Papers
) -> None:
    def stalled(*_: object) -> list[Done]:
        raise BlockingIOError(11, "the terminal takes no more")

    run = Run([str(papers("one", 1, 2))], tmp_path / "out")
    with pytest.raises(BlockingIOError, match="takes no more"):
        run.extract(stalled)
    with pytest.raises(OSError, match="Is a directory"), Place(tmp_path / "o").held():
        tmp_path.open("rb")


def test_a_file_of_the_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    place = Place(tmp_path / "gone")
    with pytest.raises(InputError, match=r"plan\.json: No such file"):
        place.write(place.plan, "{}")


def test_two_contents_of_one_path_are_refused_and_none_replaces_the_other(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    extracted(tmp_path / "a", papers("one", 1, 3))
    extracted(tmp_path / "b", papers("one", 4, 6))
    said = r"b/part-00001.parquet: has other rows of .*one\.jsonl than .*a/part-00001"
    with pytest.raises(ShardError, match=said):
        from_shards(tmp_path / "kg", tmp_path / "a", tmp_path / "b")
    assert not (tmp_path / "kg").exists()


def test_two_runs_of_one_content_give_it_once(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    file = papers("one", 1, 3)
    extracted(tmp_path / "a", file)
    extracted(tmp_path / "b", file, size=3)
    made = from_shards(tmp_path / "kg", tmp_path / "a", tmp_path / "b")
    assert (made.counts["papers"], made.counts["duplicates"]) == (3, 0)


def test_a_paper_that_one_run_failed_on_and_another_read_hides_no_unread_one(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    file = papers("one", 1, 2)
    for name, size in (("old", 2), ("a", 2), ("b", 3)):
        source = papers("nine", 9, 9) if name == "old" else file
        extracted(tmp_path / name, source, size=size)
        if name != "b":
            changed(tmp_path / name / "part-00000.parquet", failed)
    assert from_shards(tmp_path / "kg", tmp_path / "old").counts["extracted"] == 0
    made = from_shards(tmp_path / "kg", tmp_path / "a", tmp_path / "b")
    assert made.counts["extracted"] == 3
    assert made.warnings == ()


def test_pandas_reads_shards_as_the_manual_says(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    out = tmp_path / "out"
    extracted(out, papers("one", 1, 3))
    (code,) = re.findall(r"```python\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code.replace("/shared/run", str(out)), names)
    assert list(names["frame"]["id"])[:3] == ["paper-1", "paper-2", "paper-3"]
    assert list(names["frame"].columns) == ["id", "extraction"]


@pytest.mark.slow
def test_a_shard_is_the_same_bytes_whoever_reads_it(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    file = papers("one", 1, 4)
    extracted(tmp_path / "a", file)
    Run([str(file)], tmp_path / "b", size=2).extract(processes(2))
    assert [path.read_bytes() for path in shards(tmp_path / "a")] == [
        path.read_bytes() for path in shards(tmp_path / "b")
    ]


def test_a_paper_that_the_extractor_failed_on_is_told_of_as_in_a_local_build(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    out = tmp_path / "out"
    extracted(out, papers("one", 1, 3))
    changed(out / "part-00000.parquet", failed)
    manifest = from_shards(tmp_path / "kg", out)
    assert manifest.warnings == ("paper-1: not extracted: it was too hard",)
    assert manifest.counts["extracted"] == 2
    assert manifest.counts["papers"] == 3


def changed(path: Path, how: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(how(pq.read_table(path)), path)


def failed(table: pa.Table) -> pa.Table:
    rows = table.to_pylist()
    rows[0].update(extraction=None, failure="not extracted: it was too hard")
    return pa.Table.from_pylist(rows, schema=table.schema)


def unread(table: pa.Table) -> pa.Table:
    rows = table.to_pylist()
    rows[0].update(extraction=None)
    return pa.Table.from_pylist(rows, schema=table.schema)


def misplaced(table: pa.Table) -> pa.Table:
    rows = table.to_pylist()
    rows[0]["extraction"] = rows[1]["extraction"].replace('"start":', '"start":9')
    return pa.Table.from_pylist(rows, schema=table.schema)


def no_json(table: pa.Table) -> pa.Table:
    rows = table.to_pylist()
    rows[1]["paper"] = "{"
    return pa.Table.from_pylist(rows, schema=table.schema)


def with_paper(**fields: object) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        rows = table.to_pylist()
        rows[0]["paper"] = json.dumps(json.loads(rows[0]["paper"]) | fields)
        return pa.Table.from_pylist(rows, schema=table.schema)

    return change


def with_extraction(**fields: object) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        rows = table.to_pylist()
        rows[0]["extraction"] = json.dumps(json.loads(rows[0]["extraction"]) | fields)
        return pa.Table.from_pylist(rows, schema=table.schema)

    return change


def with_part(**fields: object) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        (part,) = json.loads(table.schema.metadata[KEY])["parts"]
        return headed(parts=[part | fields])(table)

    return change


def with_input(**fields: object) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        (part,) = json.loads(table.schema.metadata[KEY])["parts"]
        return headed(parts=[part | {"input": part["input"] | fields}])(table)

    return change


def unplaced(table: pa.Table) -> pa.Table:
    rows = table.to_pylist()
    rows[0].update(paper=None, extraction=None, failure="no paper", row=None)
    return pa.Table.from_pylist(rows, schema=table.schema)


def headed(**changes: object) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        fields = json.loads(table.schema.metadata[KEY]) | changes
        return table.replace_schema_metadata({KEY: json.dumps(fields)})

    return change


RESULT = {
    "method": None,
    "dataset": None,
    "task": None,
    "metric": None,
    "value": "61",
    "unit": "",
    "kind": "absolute",
}
FAULTS: dict[str, tuple[Callable[[pa.Table], pa.Table], str]] = {
    "no column": (lambda table: table.drop(["extraction"]), "column 'extraction'"),
    "no heading": (lambda table: table.replace_schema_metadata({}), "is no shard that"),
    "another extractor": (headed(extractor="reader 2"), "was read by"),
    "another format": (
        headed(format=2),
        "is a shard of format 2; this program reads 1",
    ),
    "a damaged heading": (headed(parts=[{}]), "has a damaged heading"),
    "fewer rows": (lambda table: table.slice(1), "has 1 rows, and 2 by its heading"),
    "another run": (headed(run="x"), "are not there"),
    "not yet read": (unread, "lacks what was read from paper-1"),
    "an extraction of another paper": (misplaced, "row 1 is damaged: mention"),
    "a paper that is no JSON": (no_json, "row 2 is damaged: "),
    "a number for a date": (with_paper(date=2024), "row 1 is damaged: 2024"),
    "a list for a venue": (with_paper(venue=["x"]), "row 1 is damaged: ['x']"),
    "an object for an address": (with_paper(address={}), "row 1 is damaged: {}"),
    "a number for an author": (with_paper(authors=[1]), "row 1 is damaged: 1"),
    "no category": (with_paper(categories=[None]), "row 1 is damaged: None"),
    "a list for an identifier": (
        with_paper(identifiers=[["doi", ["10"]]]),
        "row 1 is damaged: ['10']",
    ),
    "a text for a row": (
        with_paper(source=[["one", "first"]]),
        "row 1 is damaged: 'first'",
    ),
    "half a character": (with_paper(id="\ud800"), "row 1 is damaged: 'utf-8'"),
    "a rejected row without a number": (unplaced, "row 1 is damaged: None"),
    "a number for a link": (
        with_extraction(relations=[["BERT", RelationType.PART_OF, 5]]),
        "row 1 is damaged: 5",
    ),
    "an offset without end": (
        with_extraction(results=[RESULT | {"start": float("inf")}]),
        "row 1 is damaged: cannot convert float infinity",
    ),
    "a number for a path": (with_input(path=5), "has a damaged heading: 5"),
    "no content": (with_input(content=None), "has a damaged heading: None"),
    "a list for a problem": (with_input(problem=[]), "has a damaged heading: []"),
    "rows before the first": (with_part(first=-1), "has a damaged heading: -1"),
    "fewer rows than none": (with_part(count=-2), "has a damaged heading: -2"),
    "a total that is no number": (with_part(total="2"), "has a damaged heading: '2'"),
    "rows without end": (
        with_part(first=float("inf")),
        "has a damaged heading: inf",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_shard_that_is_not_as_it_must_be_is_one_line(
    fault: str, tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    out = tmp_path / "out"
    extracted(out, papers("one", 1, 3))
    sound = {row for shard in shards(out) for row in open_shard(shard).records()}
    how, said = FAULTS[fault]
    changed(out / "part-00000.parquet", how)
    with pytest.raises(ShardError) as error:
        from_shards(tmp_path / "kg", out)
    assert said in str(error.value)
    assert str(out) in str(error.value)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "kg" / "store").exists()
    # The heading is looked at before there is a folder.
    database = Folder(tmp_path / "kg").database
    if database.exists():
        with Database.read(database) as kept:
            assert sound.issuperset(kept.inputs.records())


def test_a_file_that_is_half_written_or_no_parquet_is_one_line(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    out = tmp_path / "out"
    extracted(out, papers("one", 1, 3))
    shard = out / "part-00001.parquet"
    whole = shard.read_bytes()
    for content in (b"", whole[:-1], whole[: len(whole) // 2], b"not Parquet", b"PAR1"):
        shard.write_bytes(content)
        with pytest.raises(ShardError, match=r"part-00001.*is no whole Parquet file"):
            from_shards(tmp_path / "kg", out)
    with pytest.raises(ShardError, match="No such file"):
        from_shards(tmp_path / "kg", out / "part-00009.parquet")
    with pytest.raises(ShardError, match="holds no shards"):
        from_shards(tmp_path / "kg", tmp_path)


@pytest.mark.slow
def test_a_byte_that_was_changed_is_noticed(
    tmp_path: Path, papers: Papers, extracted: Extracted, ntriples: NTriples
) -> None:
    out = tmp_path / "out"
    extracted(out, papers("one", 1, 2), size=4)
    from_shards(tmp_path / "whole", out)
    (shard,) = shards(out)
    whole, said = shard.read_bytes(), []
    for place in range(4, len(whole), len(whole) // 15):
        shard.write_bytes(
            whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        )
        folder = tmp_path / f"kg{place}"
        try:
            from_shards(folder, out)
        except ShardError as error:
            said.append(str(error))
        else:  # of the file's own bookkeeping, which nothing depends on
            assert ntriples(folder) == ntriples(tmp_path / "whole")
    assert said
    assert [text for text in said if str(out) not in text] == []


def test_a_run_without_all_its_shards_is_refused(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    out = tmp_path / "out"
    extracted(out, papers("one", 1, 7))
    with pytest.raises(ShardError, match=r"4 shards 2 are not there \(part-00001"):
        from_shards(tmp_path / "kg", *shards(out)[::3])


def test_the_same_shard_twice_is_refused(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    out = tmp_path / "out"
    extracted(out, papers("one", 1, 2))
    copy = shutil.copy(out / "part-00000.parquet", tmp_path / "copy.parquet")
    with pytest.raises(ShardError, match=r"copy\.parquet: is the same shard as"):
        from_shards(tmp_path / "kg", out, Path(copy))


def test_a_paper_in_the_shards_of_two_runs_is_one_paper(
    tmp_path: Path, papers: Papers, extracted: Extracted, ntriples: NTriples
) -> None:
    one, two = papers("one", 1, 3), papers("two", 2, 4)
    extracted(tmp_path / "a", one)
    extracted(tmp_path / "b", two)
    made = from_shards(tmp_path / "kg", tmp_path / "a", tmp_path / "b")
    local = build([str(one), str(two)], tmp_path / "local", options=HERE)
    assert made.counts == local.counts
    assert made.counts["duplicates"] == 2
    again = from_shards(tmp_path / "turned", tmp_path / "b", tmp_path / "a")
    assert again.digest == made.digest
    assert ntriples(tmp_path / "kg") == ntriples(tmp_path / "local")


def test_shards_of_another_extractor_do_not_mix_with_what_a_folder_has(
    tmp_path: Path, papers: Papers, extracted: Extracted, ntriples: NTriples
) -> None:
    one, two, out = papers("one", 1, 2), papers("two", 3, 4), tmp_path / "out"
    build([str(one)], tmp_path / "kg", options=HERE)
    before = ntriples(tmp_path / "kg")
    extracted(out, two)
    for path in shards(out):
        changed(path, as_of("reader 2"))
    with pytest.raises(
        ShardError, match="was read by reader 2, and the folder's other"
    ):
        from_shards(tmp_path / "kg", out)
    assert ntriples(tmp_path / "kg") == before
    assert build([str(one)], tmp_path / "kg", options=HERE).changed is False
    # Alone they need no extractor, also none that is here.
    assert from_shards(tmp_path / "new", out).extractor == "reader 2"


def as_of(extractor: str) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        rows = table.to_pylist()
        for row in filter(lambda row: row["extraction"], rows):
            made = json.loads(row["extraction"]) | {"extractor": extractor}
            row["extraction"] = json.dumps(made)
        return headed(extractor=extractor)(
            pa.Table.from_pylist(rows, schema=table.schema)
        )

    return change
