"""What the commands print, where they print it, and how they end."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from scholargraph import knowledge_graph
from scholargraph.cli.app import app
from scholargraph.cli.console import put_json, shown

Ran = Callable[..., "subprocess.CompletedProcess[str]"]


def done(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_build_tells_its_summary_on_standard_error(
    records: Path, tmp_path: Path, ran: Ran
) -> None:
    result = ran("build", records, "--into", tmp_path / "kg")
    assert (result.returncode, result.stdout) == (0, "")
    assert f"{tmp_path / 'kg'}: 3 papers from 1 input\n" in result.stderr
    assert "  rejected    1 row\n" in result.stderr
    assert "  extracted   3 papers by the last build" in result.stderr
    again = ran("build", records, "--into", tmp_path / "kg")
    assert "  extracted   0 papers by the last build\n" in again.stderr
    assert "unchanged" in again.stderr


def test_build_says_what_it_could_not_read_and_ends_with_1(
    records: Path, tmp_path: Path
) -> None:
    result = done("build", records, tmp_path / "no.txt", "--into", tmp_path / "kg")
    assert result.exit_code == 1
    assert f"warning: {tmp_path / 'no.txt'}: No such file or directory" in result.stderr
    assert "3 papers" in result.stderr


def test_info_prints_what_build_said(graph: Path) -> None:
    result = done("info", graph)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{graph}: 3 papers from 1 input\n")
    assert result.stderr == ""


def test_info_lists_rejects_by_file_and_line(graph: Path, records: Path) -> None:
    result = done("info", graph, "--rejects")
    assert result.stdout.startswith(f"{records}:4: ")


def test_info_lists_merges_with_what_was_merged(records: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(records.read_bytes().splitlines(keepends=True)[1])
    assert done("build", records, copy, "--into", tmp_path / "kg").exit_code == 0
    lines = done("info", tmp_path / "kg", "--merges").stdout.splitlines()
    assert lines[0].startswith("two: ")
    assert sorted(lines[1:]) == sorted(
        [f"    {records}:2: BERT for names", f"    {copy}:1: BERT for names"]
    )


def test_extract_prints_one_object_a_line(records: Path) -> None:
    result = done("extract", records)
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["id"] for record in found] == ["one", "two", "three"]
    assert found[0]["links"][0]["url"] == "https://github.com/lab/resnet"
    for record in found:
        text = f"{record['title']}\n{record['abstract']}"
        for entity in record["entities"]:
            for mention in entity["mentions"]:
                assert text[mention["start"] : mention["end"]] == mention["text"]
    assert f"{records}:4: " in result.stderr


def test_extract_takes_an_abstract_from_the_command_line() -> None:
    result = done("extract", "--text", "Deep names\nSee https://github.com/a/b.")
    record = json.loads(result.stdout)
    assert (record["title"], record["abstract"]) == (
        "Deep names",
        "See https://github.com/a/b.",
    )
    record = json.loads(done("extract", "--text", "One line.").stdout)
    assert (record["title"], record["abstract"]) == ("", "One line.")


def test_extract_shows_text_as_a_page_and_nothing_of_it_as_markup() -> None:
    result = done("extract", "--html", "--text", "<script>alert(1)</script> BERT & co")
    assert result.stdout.startswith("<!DOCTYPE html>")
    assert "<script" not in result.stdout
    assert "&amp; co" in result.stdout


def test_query_answers_in_the_format_asked_for(graph: Path) -> None:
    text = "SELECT (count(*) AS ?n) { ?paper a sg:Paper }"
    result = done("query", graph, text, "--format", "csv")
    assert result.stdout.split() == ["n", "3"]
    table = done("query", graph, "ASK { ?paper a sg:Paper }").stdout
    assert "true" in table


def test_query_takes_parameters(graph: Path) -> None:
    with knowledge_graph.open_graph(graph) as opened:
        label = opened.corpus.concepts[0].label
    words = ("concept-neighbourhood", "--set", f"concept={label}", "--format", "json")
    result = done("query", graph, *words)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["results"]["bindings"]


def test_export_to_a_file_and_to_standard_output_are_the_same(
    graph: Path, tmp_path: Path
) -> None:
    file = tmp_path / "graph.nt"
    assert done("export", graph, "--to", "ntriples", "-o", file).exit_code == 0
    assert done("export", graph, "--to", "ntriples").stdout_bytes == file.read_bytes()
    assert [entry.name for entry in tmp_path.iterdir()] == ["graph.nt"]


def test_what_a_query_might_go_on_with_is_cut_short(graph: Path) -> None:
    words = ("query", graph, "SELECT * { ?a ?b ?c FILTER(?a = ) }")
    error = done(*words).stderr
    assert "is not SPARQL 1.1: error at 1:" in error
    assert error.endswith(", …\n")
    assert error.count(",") == 6


def test_export_is_the_published_graph(graph: Path) -> None:
    lines = done("export", graph, "--to", "ntriples").stdout.splitlines()
    with knowledge_graph.open_graph(graph) as opened:
        assert sorted(lines) == sorted(f"{t} ." for t in opened.triples())
        assert len(lines) == len(opened.store)


def test_export_takes_a_part_of_the_graph(graph: Path, tmp_path: Path) -> None:
    words = ("--kind", "dataset", "--concept", "ImageNet", "--min-confidence", "0.1")
    result = done("export", graph, "--to", "bibtex", *words, "-o", tmp_path / "x.bib")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "x.bib").read_text("utf-8").count("title = ") == 1


def test_view_writes_a_page(graph: Path, tmp_path: Path) -> None:
    result = done("view", graph, "-o", tmp_path / "graph.html")
    assert result.exit_code == 0, result.stderr
    assert "3 papers" in result.stderr
    assert "ResNet-50 revisited" in (tmp_path / "graph.html").read_text("utf-8")


def test_readers_and_queries_are_listed() -> None:
    assert "bibtex" in done("readers").stdout
    assert "papers-using-method" in done("queries").stdout


def test_evaluate_prints_its_figures(tmp_path: Path) -> None:
    gold = Path(__file__).parent.parent / "data" / "annotated_daily_papers.jsonl"
    sample = tmp_path / "gold.jsonl"
    lines = gold.read_text("utf-8").splitlines(keepends=True)
    sample.write_text("".join(lines[:2]), "utf-8")
    result = done("evaluate", sample)
    assert result.exit_code == 0, result.stderr
    assert "2 papers" in result.stdout


def test_debug_shows_the_traceback(tmp_path: Path, ran: Ran) -> None:
    result = ran("--debug", "info", tmp_path)
    assert result.returncode == 1
    assert "Traceback" in result.stderr
    assert "FolderError" in result.stderr


def test_a_device_is_written_to_and_not_replaced(graph: Path) -> None:
    assert done("export", graph, "--to", "turtle", "-o", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()


def test_a_reader_that_has_seen_enough_is_no_fault(graph: Path) -> None:
    words = [sys.executable, "-m", "scholargraph", "export", str(graph)]
    with subprocess.Popen(
        [*words, "--to", "ntriples"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_an_interrupt_is_one_line_and_exit_130(tmp_path: Path) -> None:
    # It waits for its input until it is interrupted.
    words = [sys.executable, "-m", "scholargraph", "build", "-"]
    with subprocess.Popen(
        [*words, "--into", tmp_path / "kg"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Where the tests run in the background, interrupts are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (no threads here)
    ) as process:
        while not (tmp_path / "kg" / ".scratch" / "input").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert process.stderr.read() == b"interrupted\n"
    assert process.returncode == 130


def test_nothing_from_an_input_steers_the_terminal(
    records: Path, tmp_path: Path, graph: Path
) -> None:
    name = tmp_path / "\x1b[2Jname.txt"
    texts = [
        done("extract", records),
        done("build", name, "--into", tmp_path / "kg"),
        done("query", graph, "SELECT ?title { ?paper schema:name ?title }"),
        done("query", graph, "\x1b[2J"),
    ]
    for result in texts:
        assert "\x1b" not in result.output


def test_control_characters_are_shown_as_they_are_written() -> None:
    assert shown("a\x1b\x9b\r\tb\n") == "a\\x1b\\x9b\\x0d\tb\n"


def test_json_stays_json_without_control_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    put_json(json.dumps("a\x1b\x9b\ud800é", ensure_ascii=False))
    out = capsys.readouterr().out
    assert out.isprintable() or out.rstrip("\n").isprintable()
    value: Any = json.loads(out)
    assert value == "a\x1b\x9b\ud800é"
