"""Which encoding bytes are in, and the text of a line whatever it is in."""

import codecs
import re
from typing import Final

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ", "packed with xz"),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "packed with gzip twice"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Some NUL bytes among text are dirt that is cleaned away; this many are no text.
_FEW_CONTROLS: Final = 16
_SHARE_OF_CONTROLS: Final = 0.05
_SHARE_OF_WIDE: Final = 0.4


def encoding_of(head: bytes) -> tuple[str, int]:
    """
    Return the name of the encoding and the length of the byte-order mark.

    Without a mark text is taken for UTF-8, unless every other byte is zero, as in
    UTF-16 of mostly Latin letters.

    >>> encoding_of("ab".encode("utf-16"))
    ('utf-16-le', 2)
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > _SHARE_OF_WIDE * pairs > head[::2].count(0):
        return "utf-16-le", 0
    if pairs and head[::2].count(0) > _SHARE_OF_WIDE * pairs > head[1::2].count(0):
        return "utf-16-be", 0
    return "utf-8", 0


def binary_kind(head: bytes) -> str | None:
    """Return what the bytes are, if they are no text: ``a PDF``, ``binary``."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    controls = sum(1 for _ in _CONTROLS.finditer(head))
    many = controls > max(_FEW_CONTROLS, _SHARE_OF_CONTROLS * len(head))
    return "binary" if many else None


def decoded(line: bytes) -> tuple[str, bool]:
    """
    Return the text of a line, and whether it had to be guessed.

    What is no UTF-8 is Latin-1 (as everywhere, in its Windows form), except that a
    line with more good than bad sequences is damaged UTF-8.

    >>> decoded("naïve".encode("latin-1")), decoded("naïve".encode()[:3])
    (('naïve', True), ('na', True))
    """
    try:
        return line.decode("utf-8"), False
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":  # cut within a character
            return line[: error.start].decode("utf-8"), True
    text = line.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for letter in text if not letter.isascii()) - bad
    if good > bad:
        return text, True
    try:
        return line.decode("cp1252"), True
    except UnicodeDecodeError:
        return line.decode("latin-1"), True
