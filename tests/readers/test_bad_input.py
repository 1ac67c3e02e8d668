"""Whatever a file holds: one clear line for what is bad, and nothing good is lost."""

import gzip
import json
import logging
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scholargraph import readers
from scholargraph.errors import InputError
from scholargraph.model import Paper, Reject
from scholargraph.readers import Reason
from scholargraph.readers.opening import LONGEST_LINE

Read = Callable[..., list[Paper | Reject]]

GOOD = '{"id": "a", "title": "A good row", "abstract": "It stays."}\n'
BINARIES = {
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "a ZIP archive": b"PK\x03\x04 docx",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "binary": bytes(range(256)) * 40,
    "packed with xz": b"\xfd7zXZ\x00",
}


def titles(rows: list[Paper | Reject]) -> list[str]:
    return [row.title for row in rows if isinstance(row, Paper)]


def reasons(rows: list[Paper | Reject]) -> list[tuple[int, str]]:
    return [(row.source.row, row.reason) for row in rows if isinstance(row, Reject)]


@pytest.mark.parametrize("content", ["", " \n\r\n\t", "\ufeff", "\0\0"])
def test_an_empty_file_is_said_to_be_empty(content: str, read: Read) -> None:
    with pytest.raises(InputError, match=r"input: is empty$"):
        read(content)


@pytest.mark.parametrize("kind", BINARIES)
def test_a_binary_file_is_named_with_the_known_formats(kind: str, read: Read) -> None:
    with pytest.raises(InputError, match=f"is {kind}, not text; known: arxiv, atom"):
        read(BINARIES[kind])


def test_a_file_in_no_known_format_is_answered_with_the_known_ones(read: Read) -> None:
    with pytest.raises(InputError, match=r"is in no known format; known: .*, ris, "):
        read("Dear reader,\n\nthis is a letter.\n")


def test_a_table_without_rows_holds_no_papers(read: Read) -> None:
    with pytest.raises(InputError, match="holds no papers"):
        read("id,title,abstract\n")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt: does not exist"):
        list(readers.read(str(tmp_path / "nowhere.txt")))


def test_a_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a directory, not a file"):
        list(readers.read(str(tmp_path)))


def test_a_name_with_a_nul_character_is_named() -> None:
    with pytest.raises(InputError, match="is no name of a file"):
        list(readers.read("a\0b"))


@pytest.fixture
def _ordinary_user() -> Iterator[None]:
    """Be nobody for a while: the superuser may read everything."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield
    os.seteuid(before)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(GOOD)
    path.chmod(0)
    return path


# The order matters: the file is made before its maker becomes nobody.
@pytest.mark.usefixtures("secret", "_ordinary_user")
def test_a_file_that_may_not_be_read_is_named(secret: Path) -> None:
    with pytest.raises(InputError, match="permission denied"):
        list(readers.read(str(secret)))


@pytest.mark.parametrize("packed", [False, True])
def test_an_overlong_line_is_named_and_the_rest_is_read(
    packed: bool,  # noqa: FBT001  # given by name
    read: Read,
) -> None:
    long = '{"title": "' + "x" * (100 << 20) + '"}\n'
    found = read(GOOD + long + GOOD, packed=packed)
    assert titles(found) == ["A good row", "A good row"]
    assert reasons(found) == [(2, Reason.TOO_LONG.value)]


def test_an_overlong_item_of_an_array_is_named_and_the_rest_is_read(
    read: Read,
) -> None:
    long = '{"title": "' + "x" * (LONGEST_LINE + 1) + '"}'
    found = read(f"[{GOOD}, {long}, {GOOD}]")
    assert titles(found) == ["A good row", "A good row"]
    assert reasons(found) == [(2, Reason.TOO_LONG.value)]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / str(count)
        path.write_text(GOOD.replace("It stays", "It stays. " * 200) * count)
        tracemalloc.start()
        assert sum(1 for _ in readers.read(str(path))) == count
        _, size = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return size

    assert peak(2_000) < 1.2 * peak(500)


def test_a_packed_file_that_unpacks_to_a_lot_takes_little_memory(
    tmp_path: Path,
) -> None:
    bomb = tmp_path / "bomb.gz"
    with gzip.open(bomb, "wb", compresslevel=1) as packed:
        packed.write(GOOD.encode() + b'{"title": "')
        for _ in range(200):
            packed.write(b" " * (1 << 20))
    tracemalloc.start()
    found = list(readers.read(str(bomb)))
    _, size = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reasons(found) == [(2, Reason.TOO_LONG.value)]
    assert size < 8 * LONGEST_LINE


@pytest.mark.parametrize("layout", ["lines", "array"])
def test_a_packed_file_cut_short_gives_what_was_good(
    layout: str, tmp_path: Path
) -> None:
    rows = [
        json.dumps({"title": f"{number} {number**7}", "abstract": "An abstract."})
        for number in range(2000)
    ]
    text = "\n".join(rows) if layout == "lines" else f"[{', '.join(rows)}]"
    path = tmp_path / "cut.gz"
    packed = gzip.compress(text.encode())
    path.write_bytes(packed[: len(packed) // 2])
    found = list(readers.read(str(path)))
    assert len(titles(found)) > 500
    assert reasons(found)[-1][1] == Reason.DAMAGED


def test_packed_data_without_any_content_are_named(tmp_path: Path) -> None:
    path = tmp_path / "nothing.gz"
    path.write_bytes(b"\x1f\x8b\x08")
    with pytest.raises(InputError, match="holds no packed data that are whole"):
        list(readers.read(str(path)))


def test_packed_files_one_after_another_are_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "two.gz"
    path.write_bytes(gzip.compress(GOOD.encode()) * 2 + bytes(512))
    assert titles(list(readers.read(str(path)))) == ["A good row", "A good row"]


def test_large_packed_files_one_after_another_are_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "many"
    member = gzip.compress(GOOD.encode() * 20_000)
    path.write_bytes((member + bytes(3)) * 3 + member)
    found = list(readers.read(str(path)))
    assert titles(found) == ["A good row"] * 80_000


def test_latin_1_is_read_and_said(read: Read, caplog: pytest.LogCaptureFixture) -> None:
    text = '{"title": "Na\xefve \x93Bayes\x94", "abstract": "Stra\xdfe"}\n' * 2
    with caplog.at_level(logging.WARNING):
        found = read(GOOD.encode() + text.encode("latin-1"))
    assert titles(found)[1:] == ["Naïve “Bayes”"] * 2
    assert [record.getMessage().split(": ")[-1] for record in caplog.records] == [
        "line 2 is not UTF-8; such lines are read as Latin-1"
    ]


def test_a_line_cut_within_a_character_keeps_its_other_letters(read: Read) -> None:
    page = (
        "Get trending papers in your email inbox!\nSubscribeÜber ähnliche Wörter\n"
        "Größere Wörter für Bücher: wir lösen das naïve Problem. Schön is"
    )
    (paper,) = read(page.encode() + "t ü".encode()[:-1])
    assert isinstance(paper, Paper)
    assert paper.title == "Über ähnliche Wörter"
    assert paper.abstract.endswith("Schön ist")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised(encoding: str, read: Read) -> None:
    assert titles(read(GOOD.encode(encoding))) == ["A good row"]


def test_old_line_ends_are_read(read: Read) -> None:
    assert titles(read((GOOD * 3).replace("\n", "\r"))) == ["A good row"] * 3


def test_nul_bytes_are_cleaned_away(read: Read) -> None:
    found = read(GOOD.replace("good", "g\0oo\0d").replace("{", "\0{"))
    assert titles(found) == ["A good row"]


def test_right_to_left_and_emoji_texts_stay_as_they_are(read: Read) -> None:
    title = "שלום \u200f(RTL) متن\u200cفارسی 👩‍🔬🎉 क्षि"
    (paper,) = read(json.dumps({"title": title, "abstract": "עברית"}))
    assert isinstance(paper, Paper)
    assert paper.text == f"{title}\nעברית"


def test_texts_of_any_length_are_kept(read: Read) -> None:
    long = " ".join(f"word{number}" for number in range(20_000))
    found = read(
        "\n".join(
            json.dumps({"title": title, "abstract": abstract})
            for title, abstract in [("One word", "Word"), ("None", ""), ("Long", long)]
        )
    )
    assert [row.abstract for row in found if isinstance(row, Paper)] == [
        "Word",
        "",
        long,
    ]


def test_a_first_line_that_is_bad_does_not_hide_the_others(read: Read) -> None:
    for bad in ("[1, 2]", '{"title": "cut', "no JSON at all", '"text"', "{]"):
        found = read(bad + "\n" + GOOD * 3)
        assert titles(found) == ["A good row"] * 3
        assert [row for row, _ in reasons(found)] == [1]


def test_json_nested_too_deep_is_a_reject(read: Read) -> None:
    deep = '{"title": ' + "[" * 20_000 + "]" * 20_000 + "}\n"
    found = read(GOOD + deep + GOOD)
    assert titles(found) == ["A good row", "A good row"]
    assert reasons(found) == [(2, "not JSON")]
    found = read(f"[{GOOD}, {deep}, {GOOD}]")
    assert titles(found) == ["A good row", "A good row"]


def test_a_json_array_that_is_cut_gives_its_whole_items(read: Read) -> None:
    found = read(f"[{GOOD}, {GOOD}, {GOOD[:30]}")
    assert titles(found) == ["A good row", "A good row"]
    assert reasons(found) == [(3, "JSON ends within a value or array")]


def test_objects_laid_out_over_lines_are_read(read: Read) -> None:
    pretty = json.dumps(json.loads(GOOD), indent=2)
    assert titles(read(pretty)) == ["A good row"]
    assert titles(read(f"{pretty}\n{pretty}\n")) == ["A good row"] * 2


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
    ],
)
def test_entity_definitions_in_xml_are_refused(declaration: str, read: Read) -> None:
    found = read(
        f"<!DOCTYPE feed [{declaration}]>"
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&a;</title></entry>'
        "</feed>"
    )
    assert reasons(found) == [(1, Reason.ENTITY.value)]


def test_a_feed_that_breaks_off_gives_its_whole_entries(read: Read) -> None:
    entry = "<entry><title>Whole</title><summary>S</summary></entry>"
    found = read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry * 3}<entry><ti')
    assert titles(found) == ["Whole"] * 3
    assert reasons(found) == [(4, Reason.BAD_XML.value)]


def test_a_feed_with_an_endless_entry_is_a_reject(read: Read) -> None:
    found = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Whole</title></entry>'
        "<entry><title>" + "x" * (LONGEST_LINE + (1 << 20))
    )
    assert titles(found) == ["Whole"]
    assert reasons(found) == [(2, Reason.TOO_LONG.value)]


@pytest.mark.parametrize(
    ("format_name", "text"),
    [
        ("bibtex", "@article{k, title = {" + "{" * 5_000 + "}" * 5_000 + "}}"),
        ("bibtex", "@article{k, title = " + "a # " * 1_000 + "a}"),
        ("bibtex", "@article{k, title = {" + "{a} " * 5_000 + "}}"),
        ("bibtex", "@a{" * 10_000),
        ("bibtex", '@article{k, title = "' + '\\"' * 10_000 + '"}'),
        ("ris", "TY  - JOUR\n" * 20_000),
        ("ris", "TY  - JOUR\nTI  - " + "a\n" * 20_000),
        ("csv", 'title,abstract\n"' + '""' * 40_000),
        ("csv", "title,abstract\n" + '"a\n' * 20_001),
        ("csv", "title,abstract\n" + '"a,' * 20_000),
        ("csv", "title,abstract\n" + 'a,"\n' + "b,c\n" * 30_000),
        ("daily-papers", "a. B" * 20_000),
        ("daily-papers", "a\n" * 20_000),
        ("daily-papers", "Subscribe" * 20_000),
        ("json", "{" * 40_000),
        ("json", "[" * 40_000),
        ("json", '{"a":' * 20_000),
        ("json", '{"results": [' * 20_000),
        ("json", '{"title": "' + "\\" * 20_001),
        ("json", '{"title": "' + "&amp;" * 20_000 + '"}'),
        ("json", '{"title": "' + "&" * 20_000 + ";" * 20_000 + '"}'),
        ("openalex", '{"title": "' + "<p " * 20_000 + '"}'),
        ("arxiv", '{"title": "x", "authors": "' + "(" * 20_000 + '"}'),
        ("arxiv", '{"title": "x", "authors": "' + "{" * 20_000 + '"}'),
        ("atom", "<a>" * 20_000),
    ],
)
@pytest.mark.parametrize("forced", [True, False])
def test_hostile_files_end(
    format_name: str,
    text: str,
    forced: bool,  # noqa: FBT001  # given by name
    read: Read,
) -> None:
    try:
        found = read(text, format_name=format_name if forced else None)
    except InputError:
        return
    assert all(isinstance(row, Paper | Reject) for row in found)


@pytest.mark.parametrize("format_name", [None, *readers.READERS])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=300).map(str.encode),
        st.lists(
            st.sampled_from(
                [
                    *(
                        '{"title":',
                        '"',
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\\",
                        '"a"',
                        "\n",
                    ),
                    *("@article{", "title", "=", "{", "#", "TY  - JOUR\n", "TI  - a\n"),
                    *("ER  - \n", "<feed", ' xmlns="http://www.w3.org/2005/Atom"', ">"),
                    *("<entry>", "<title>", "</title>", "</entry>", "</feed>", "\0"),
                    *(
                        "title,abstract\n",
                        "\t",
                        '""',
                        "Subscribe",
                        "new\n",
                        "A b.",
                        "é",
                    ),
                    *(
                        "Get trending papers in your email inbox!\n",
                        "\r",
                        "null",
                        "1e999",
                    ),
                ]
            ),
            max_size=40,
        ).map(lambda parts: "".join(parts).encode()),
    )
)
@example(b"\xef\xbb\xbf{")
@example(b'{"title": "\\ud83d"}')
@example(b"PAR1")
@example(b"\x1f\x8b")
@example(b'{"title": "a", "year": 1e999, "date": -1, "id": true}')
def test_any_bytes_give_papers_rejects_or_an_input_error(
    format_name: str | None, read: Read, content: bytes
) -> None:
    try:
        found = read(content, format_name=format_name)
    except InputError:
        return
    phrases = {reason.value for reason in Reason}
    for row in found:
        if isinstance(row, Paper):
            row.text.encode()
            assert row.title.strip() == row.title != ""
            assert row.source
        else:
            assert row.reason in phrases
            assert row.source.row > 0
