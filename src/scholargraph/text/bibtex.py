r"""
Text as a field of BibTeX holds it: what LaTeX would stumble over, escaped and back.

A sign that is escaped here gets an empty group after it, ``R\&{}D``: to LaTeX that is
the same as ``R\&D``, which some papers have in their own texts and keep. A tilde stays
as it is: it is the space of LaTeX, as which papers use it.
"""

import re
from collections.abc import Iterator
from typing import Final

# A formula, an escaped sign, an escaped backslash at the end, a command with an
# argument, another one, a brace, words.
PART: Final = re.compile(
    r"\$[^$]*\$|\\[&%#_^$]\{\}|\\textbackslash\{\}(?=\}*\Z)"
    r"|\\[A-Za-z]+\*?(?=\{)|\\.|[{}]|[^$\\{}]+|."
)
_BARE: Final = re.compile(r"[&%#_^$]")
_ESCAPED: Final = re.compile(r"\\(?:([&%#_^$])|textbackslash)\{\}")
# In formulas the others have their meaning; what follows a bare % would be a comment.
_BARE_IN_FORMULA: Final = re.compile(r"[%#]")
_IN_FORMULA: Final = re.compile(r"\\([%#]\{*\{)\}|\\.|[%#]")
_ESCAPED_IN_FORMULA: Final = re.compile(r"\\([%#]\{*)\{\{\}\}|\\([%#])\{\}|\\.")
_OPENING: Final = frozenset([r"\(", r"\[", r"\begin"])
_CLOSING: Final = frozenset([r"\)", r"\]", r"\end"])
# Their first arguments are addresses and keys, which LaTeX takes as they are.
_AS_IT_IS: Final = re.compile(
    r"\\(?:url|href|path|nolinkurl|[Cc]ite\w*|\w*ref|label|begin|end)\*?"
)


def escaped(text: str) -> str:
    r"""
    Return the text with the signs escaped that LaTeX takes for commands.

    Not so in addresses and keys, nor where the text has it escaped; in formulas those
    signs alone that mean nothing there. A backslash at the very end would escape the
    brace that ends the field.

    >>> escaped(r"R&D: 99\% of $x_i$, 5% of snake_case")
    'R\\&{}D: 99\\% of $x_i$, 5\\%{} of snake\\_{}case'
    >>> escaped("from $5 (20% less) to $10"), escaped("C:\\")
    ('from $5 (20\\%{} less) to $10', 'C:\\textbackslash{}')
    """
    return "".join(_escaped_parts(text))


def _escaped_parts(text: str) -> Iterator[str]:
    within = _Within()
    for match in PART.finditer(text):
        part = match[0]
        if _ESCAPED.fullmatch(part):
            # The text's own, which a reader must not take for one of these.
            yield part[:-2] + "{{}}"
        elif part == "\\" and match.end() == len(text):
            yield "\\textbackslash{}"
        elif _is_formula(part):
            yield _escaped_formula(part, bare=within.address())
        elif part[0] == "\\" or within.address():
            yield part
        elif within.formula():
            yield _BARE_IN_FORMULA.sub(r"\\\g<0>{}", part)
        else:
            yield _BARE.sub(r"\\\g<0>{}", part)
        within.follow(part)


def _is_formula(part: str) -> bool:
    """Tell whether a part of a text is a formula between dollar signs."""
    return part[0] == "$" and part != "$"


def _escaped_formula(formula: str, *, bare: bool) -> str:
    def escape(match: re.Match[str]) -> str:
        if match[1]:
            # The text's own, as outside of formulas.
            return f"\\{match[1]}{{}}}}"
        return match[0] if bare or match[0][0] == "\\" else f"\\{match[0]}{{}}"

    return _IN_FORMULA.sub(escape, formula)


class _Within:
    """Whether a place in a text is within a formula or what LaTeX takes as it is."""

    def __init__(self) -> None:
        self._formulas = 0
        self._displayed = False
        self._braces = 0
        self._begins = False

    def formula(self) -> bool:
        """Return whether most signs have their meaning here."""
        return bool(self._formulas or self._displayed)

    def address(self) -> bool:
        """Return whether LaTeX takes all signs as they are here."""
        return bool(self._braces)

    def follow(self, part: str) -> None:
        """Go past a part of the text."""
        if part == "{" and (self._braces or self._begins):
            self._braces += 1
        elif part == "}" and self._braces:
            self._braces -= 1
        elif part == "$$":
            self._displayed = not self._displayed
        elif part in _OPENING:
            self._formulas += 1
        elif part in _CLOSING and self._formulas:
            self._formulas -= 1
        self._begins = bool(_AS_IT_IS.fullmatch(part))


def bare(text: str) -> str:
    r"""
    Return the text without what ``escaped`` adds.

    >>> bare(escaped(r"R&D: 99\% of $x_i$, 5% of snake_case"))
    'R&D: 99\\% of $x_i$, 5% of snake_case'
    """
    return "".join(map(bare_part, PART.findall(text)))


def bare_part(part: str) -> str:
    """Return a part of a text, the sign alone where it is escaped with a group."""
    if escaped_sign := _ESCAPED.fullmatch(part):
        return escaped_sign[1] or "\\"
    if _is_formula(part):
        return _ESCAPED_IN_FORMULA.sub(_bare_in_formula, part)
    return part


def _bare_in_formula(match: re.Match[str]) -> str:
    if match[1]:
        return f"\\{match[1]}{{}}"
    return match[2] or match[0]
