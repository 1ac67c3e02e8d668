"""
Inputs that are meant to break readers, made from a seed.

Most are samples with some damage, others pieces of a format put together at random;
a few are packed, in another encoding, or say one thing over and over. The same reader,
seed and number give the same bytes.
"""

# Chances are plain numbers, and of a damage's parameters each takes what it needs.
# ruff: noqa: PLR2004, ARG005

import gzip
import io
import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parents[1] / "tests" / "readers" / "samples"
FILES: Mapping[str, tuple[str, ...]] = {
    "arxiv": ("arxiv.jsonl",),
    "atom": ("feed.xml",),
    "bibtex": ("library.bib",),
    "csv": ("table.csv",),
    "daily-papers": ("page_dense.txt", "page_spaced_cut.txt"),
    "json": ("array.json", "lines.jsonl"),
    "openalex": ("openalex.jsonl",),
    "parquet": (),
    "ris": ("library.ris",),
    "semantic-scholar": ("semantic_scholar.jsonl",),
    "tsv": ("table.tsv",),
}
OF_JSON = frozenset(["arxiv", "json", "openalex", "semantic-scholar"])
LONGEST = 6_000

_WORDS: Mapping[str, list[str]] = json.loads(
    Path(__file__).with_name("hostile_words.json").read_text("utf-8")
)
ANYWHERE = _WORDS["any"]

Input = tuple[bytes, str | None]


class Maker:
    """Makes the inputs for one reader."""

    def __init__(self, reader: str, seed: int) -> None:
        """Load the samples of the reader's format."""
        self.reader = reader
        self.seed = seed
        files = [SAMPLES / name for name in FILES[reader]]
        self.samples = [file.read_bytes() for file in files] or tables()
        words = _WORDS["json" if reader in OF_JSON else reader]
        self.words = [encoded(word) for word in words]
        self.anything = [encoded(word) for word in ANYWHERE] + self.words

    def made(self, number: int) -> Input:
        """Return the bytes of an input, and the format that is named for them."""
        rng = random.Random(f"{self.reader} {self.seed} {number}")  # noqa: S311 (no secret)
        data = self._content(rng)[:LONGEST]
        if rng.random() < 0.08:
            data = wrapped(data, rng)
        return data, None if rng.random() < 0.4 else self.reader

    def _content(self, rng: random.Random) -> bytes:
        chance = rng.random()
        if chance > 0.1 and self.reader == "parquet":
            return table(rng) if chance < 0.3 else spoilt(rng.choice(self.samples), rng)
        if chance < 0.05:
            return rng.randbytes(rng.randrange(300))
        if chance < 0.3:
            return self._assembled(rng)
        if chance < 0.32:
            return rng.choice(self.anything) * rng.randrange(2_000)
        if chance < 0.5 and self.reader in OF_JSON:
            return with_other_values(rng.choice(self.samples), rng)
        return self._damaged(rng.choice(self.samples), rng)

    def _assembled(self, rng: random.Random) -> bytes:
        head = self.words[0] if rng.random() < 0.7 else b""
        pool = self.words if rng.random() < 0.7 else self.anything
        return head + b"".join(rng.choices(pool, k=rng.randrange(60)))

    def _damaged(self, data: bytes, rng: random.Random) -> bytes:
        for _ in range(rng.randint(1, 6)):
            begin = rng.randrange(len(data) + 1)
            end = min(len(data), begin + int(rng.paretovariate(0.7)))
            data = rng.choice(DAMAGES)(data, begin, end, rng.choice(self.anything))
        return data


def encoded(text: str) -> bytes:
    """Return text as UTF-8, halves of surrogate pairs too."""
    return text.encode("utf-8", "surrogatepass")


# What becomes of a stretch of bytes, or of the place where it begins.
Damage = Callable[[bytes, int, int, bytes], bytes]
DAMAGES: tuple[Damage, ...] = (
    lambda data, begin, end, word: data[:begin] + data[end:],
    lambda data, begin, end, word: data[:begin] + word + data[begin:],
    lambda data, begin, end, word: data[:begin] + word + data[end:],
    lambda data, begin, end, word: data[:end] + data[begin:],
    lambda data, begin, end, word: data[:begin] + data[begin:end][::-1] + data[end:],
    lambda data, begin, end, word: data[:end],
    lambda data, begin, end, word: data[begin:],
    lambda data, begin, end, word: (
        data[:begin] + bytes(sign ^ word[0] for sign in data[begin:end]) + data[end:]
    ),
    lambda data, begin, end, word: data[:begin] + data[begin:end] * 9 + data[end:],
)


def spoilt(data: bytes, rng: random.Random) -> bytes:
    """Return as many bytes, a few of them others: what has offsets stays readable."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(changed))
        changed[at] = rng.choice((0, 0xFF, changed[at] ^ 1 << rng.randrange(8)))
    return bytes(changed)


def wrapped(data: bytes, rng: random.Random) -> bytes:
    """Return bytes packed or in another encoding, some of them cut or damaged."""
    how = rng.randrange(4)
    if how == 0:
        text = data.decode("utf-8", "replace")
        name = rng.choice(["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1"])
        return text.encode(name, "replace")
    if how == 1:
        return data.replace(b"\n", rng.choice([b"\r", b"\r\n", b"\0", b"\n\n"]))
    if rng.random() < 0.02:  # longer than what is read at a time, and in parts
        data *= 60
        return (gzip.compress(data, 1) + bytes(rng.randrange(3))) * rng.randint(1, 4)
    packed = gzip.compress(data, 1)
    if how == 2:
        at = rng.randrange(len(packed))
        packed = packed[:at] + rng.randbytes(rng.randrange(3)) + packed[at + 1 :]
    return packed * rng.randint(1, 2)


def with_other_values(data: bytes, rng: random.Random) -> bytes:
    """Return JSON, or a line of it, in which some values are others."""
    text = data.decode()
    value = loaded(text) or [*filter(None, map(loaded, text.splitlines()))]
    for _ in range(rng.randint(1, 4)):
        _change(value, rng)
    if isinstance(value, list) and rng.random() < 0.7:
        return b"\n".join(encoded(json.dumps(item)) for item in value)
    return encoded(json.dumps(value, ensure_ascii=rng.random() < 0.5))


def loaded(text: str) -> Any:
    """Return the object or array that a text is in JSON, or nothing."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict | list) else None


def _change(value: Any, rng: random.Random) -> None:
    """Change something at a random depth within a value."""
    while True:
        keys = list(value) if isinstance(value, dict) else range(len(value))
        if not keys:
            return
        key = rng.choice(list(keys))
        inner = value[key]
        if not isinstance(inner, dict | list) or rng.random() < 0.3:
            value[key] = any_value(rng)
            return
        value = inner


def any_value(rng: random.Random, depth: int = 3) -> Any:
    """Return any JSON value."""
    kind = rng.randrange(9 if depth else 6)
    if kind < 2:
        return rng.choice(ANYWHERE)
    if kind < 6:
        return rng.choice((None, True, -1, 10**30, 1e308, float("nan"), 0.5, "", " "))
    if kind == 6:
        names = ("title", "name", "a", "", "0", "DOI", "display_name", "author", "id")
        return {rng.choice(names): any_value(rng, depth - 1) for _ in range(3)}
    return [any_value(rng, depth - 1) for _ in range(rng.randrange(4))]


def tables() -> list[bytes]:
    """Return Parquet files of columns of many types."""
    rng = random.Random(0)  # noqa: S311 (no secret)
    return [table(rng) for _ in range(40)]


def table(rng: random.Random) -> bytes:
    """Return a Parquet file of columns of random types."""
    import pyarrow as pa  # noqa: PLC0415 (loads slowly)
    import pyarrow.parquet as pq  # noqa: PLC0415 (loads slowly)

    count = rng.randrange(4)
    columns = {
        "text": pa.array(["A title", None, "\0<b>é"][:count]),
        "bytes": pa.array([b"a", b"\xff\xfe", None][:count]),
        "lists": pa.array([["A", None], [], None][:count]),
        "numbers": pa.array([1, None, -(2**62)][:count]),
        "times": pa.array([0, 2**62, None][:count], pa.timestamp("ns")),
        "days": pa.array([0, 10**8, None][:count], pa.date32()),
        "things": pa.array([{"name": "A"}, {"name": None}, None][:count]),
        "words": pa.array(["a", "b", "a"][:count]).dictionary_encode(),
        "maps": pa.array(
            [[("a", "b")], [], None][:count], pa.map_(pa.string(), pa.string())
        ),
        "nothing": pa.nulls(count),
    }
    names = ("title", "Title", "abstract", "authors", "published", "id", "doi", "year")
    drawn = {name: rng.choice(list(columns.values())) for name in rng.sample(names, 5)}
    if rng.random() < 0.8:
        drawn["title"] = columns["text"]
    file = io.BytesIO()
    packing = rng.choice(["none", "snappy", "gzip", "zstd", "brotli", "lz4"])
    pq.write_table(pa.table(drawn), file, compression=packing)
    return file.getvalue()
