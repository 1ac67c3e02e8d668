"""
LaTeX rendered for people: labels and headings, never the text that is stored.

The commands' characters come from pylatexenc. Its renderer is not used: to it
``99.5% of cases`` is ``99.5`` and a comment, and ``$5`` opens a formula.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pylatexenc.latex2text import (  # type: ignore[import-untyped]  # no stubs exist
    get_default_latex_context_db,
)

_TOKEN: Final = re.compile(
    r"\\[A-Za-z]+\*?|\\.|``|''|-{2,3}|\$\$?|[{}^_~]|[^\\{}$^_~`'-]+|.", re.DOTALL
)
# As in Pandoc: a dollar sign followed by a space, or a second one before a digit,
# is money.
_FORMULA: Final = re.compile(r"(?<!\\)\$\$?(?=\S)[^$]*(?<=\S)(?<!\\)\$\$?(?!\d)")

_ACCENTS: Final[Mapping[str, str]] = {
    "'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303",
    "=": "\u0304", ".": "\u0307", "c": "\u0327", "k": "\u0328", "H": "\u030b",
    "v": "\u030c", "u": "\u0306", "r": "\u030a", "d": "\u0323", "b": "\u0331",
    "hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "dot": "\u0307",
    "ddot": "\u0308", "vec": "\u20d7", "acute": "\u0301", "grave": "\u0300",
    "check": "\u030c", "breve": "\u0306", "widehat": "\u0302", "widetilde": "\u0303",
}  # fmt: skip
_STYLES: Final = """
textbf textit textrm textsc textsf texttt textsl textup textnormal text emph textmd
mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr mathnormal
boldsymbol bm operatorname mbox hbox rm bf it em sl sc sf tt cal bfseries itshape
left right big Big bigl bigr Bigl Bigr displaystyle textstyle limits nolimits
underline uline overline ensuremath textsubscript textsuperscript protect tiny small
normalsize large Large url href texorpdfstring xspace noindent centering smash mathop
"""
_SILENT: Final = frozenset([*_STYLES.split(), *"()[]!/-"])
_WITH_DROPPED_ARGUMENT: Final = """
cite citep citet citealp ref eqref cref label color textcolor colorbox hspace vspace
footnote footnotetext thanks begin end
"""
_DROPS_ARGUMENT: Final = frozenset(_WITH_DROPPED_ARGUMENT.split())
_SPACES: Final = frozenset(["quad", "qquad", ",", ";", ":", " ", "\\", "\n", "\t"])
# pylatexenc's own texts for these are the date of the day or long spaces.
_NOT_SYMBOLS: Final = frozenset(["today", "-", "backslash"])
_OWN_SYMBOLS: Final[Mapping[str, str]] = {
    "%": "%",
    "backslash": "\\",
    "phi": "φ",
    "sqrt": "√",
}
_SIGNS: Final[Mapping[str, str]] = {
    "``": "“",
    "''": "”",
    "--": "\N{EN DASH}",
    "---": "—",
}
_SUPERSCRIPT: Final = str.maketrans("0123456789+-=()nix", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣ")
_SUBSCRIPT: Final = str.maketrans("0123456789+-=()aeijoptx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₒₚₜₓ")
_RAISED: Final[Mapping[str, str]] = {
    "*": "*",
    "\N{ASTERISK OPERATOR}": "*",
    "\N{STAR OPERATOR}": "*",
    "\N{RING OPERATOR}": "°",
    "\N{PRIME}": "'",
    "'": "'",
    "†": "†",
    "‡": "‡",
}
# Without any of these a text is printed as it is.
_MARKUP: Final = re.compile(r"[\\${}~`']|--")
# A longer index stays on the line; the limit also keeps nested ones linear.
_LONGEST_SCRIPT: Final = 16


def readable(text: str) -> str:
    r"""
    Return the text as one would print it, without LaTeX commands and braces.

    >>> readable(r"$\lambda$-\textbf{Net}: 99.5\% on CO$_2$, 12% more for $5")
    'λ-Net: 99.5% on CO₂, 12% more for $5'
    """
    if _MARKUP.search(text):
        rendered = _Renderer(text).rendered()
    elif "-" in text:
        rendered = text
    else:
        return text
    return " ".join(unicodedata.normalize("NFC", rendered).split())


@cache
def _symbols() -> Mapping[str, str]:
    """Return the characters of the commands that take no argument."""
    found = {
        name: macro.simplify_repl
        for category in get_default_latex_context_db().d.values()
        for name, macro in category["macros"].items()
        if isinstance(macro.simplify_repl, str) and name not in _NOT_SYMBOLS
    }
    plain = {name: text for name, text in found.items() if "%" not in text}
    return {**plain, **_OWN_SYMBOLS}


@dataclass(slots=True)
class _Renderer:
    """
    One walk over the tokens, with a stack instead of recursion.

    ``out`` holds what is printed; ``frames`` the open groups, each with the index
    in ``out`` where it starts and what is to be done with it when it closes.
    """

    text: str
    out: list[str] = field(default_factory=list)
    frames: list[tuple[int, str]] = field(default_factory=list)
    pending: str = ""
    in_formula: bool = False
    swallow: bool = False

    def rendered(self) -> str:
        """Return the whole text rendered."""
        delimiters = set(_delimiters(self.text))
        for token in _TOKEN.finditer(self.text):
            sign = token[0]
            if sign[0] == "$":
                self._dollar(sign, delimiter=token.start() in delimiters)
            elif sign[0] == "\\" and len(sign) > 1:
                self._command(sign[1:].rstrip("*") or sign)
            elif sign in "{}":
                self._brace(sign)
            elif sign in "^_" and self.in_formula:
                self.pending = sign
            elif sign == "~":
                self._put(" " if _ties(self.text, token.start()) else sign)
            else:
                self._put(_SIGNS.get(sign, sign))
        return "".join(self.out)

    def _dollar(self, sign: str, *, delimiter: bool) -> None:
        self.pending, self.swallow = "", False
        if delimiter:
            self.in_formula = not self.in_formula
        else:
            self._put(sign)

    def _command(self, name: str) -> None:
        if name in _DROPS_ARGUMENT:
            self.pending = "drop"
        elif name in _ACCENTS and not (name in "'`^~" and self.in_formula):
            self.pending = _ACCENTS[name]
        elif name in ("frac", "tfrac", "dfrac", "nicefrac"):
            self.pending = "/"
        elif name in _SPACES:
            self._put(" ")
        elif name in _SILENT:
            self.swallow = name.isalpha()
        else:
            # A command of the authors' own, such as \method, stands by its name.
            self._put(_symbols().get(name, name))
            self.swallow = self.in_formula

    def _brace(self, sign: str) -> None:
        self.swallow = False
        if sign == "{":
            self.frames.append((len(self.out), self.pending))
            self.pending = ""
        elif self.frames:
            start, action = self.frames.pop()
            if action:
                self._act(action, start)

    def _act(self, action: str, start: int) -> None:
        """Apply what was pending to what has been put out since ``start``."""
        if action == "drop":
            del self.out[start:]
        elif action == "/":
            self.out.append("/")
        elif len(self.out) - start <= _LONGEST_SCRIPT:
            self.out[start:] = [_scripted(action, "".join(self.out[start:]))]

    def _put(self, text: str) -> None:
        if self.swallow:
            text, self.swallow = text.lstrip(), False
        if not self.pending:
            self.out.append(text)
            return
        text = text.lstrip()
        if text:
            action, self.pending = self.pending, ""
            start = len(self.out)
            if action != "drop":
                self.out.append(text[0])
                self._act(action, start)
                text = text[1:]
            self.out.append(text)


def _scripted(action: str, text: str) -> str:
    """Return an index or an accented letter, on the line where there is no sign."""
    if action not in "^_":
        base = {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}.get(text[:1], text[:1])
        return base + action + text[1:] if base else ""
    table = _SUPERSCRIPT if action == "^" else _SUBSCRIPT
    if len(text) <= _LONGEST_SCRIPT and all(ord(letter) in table for letter in text):
        return text.translate(table)
    return _RAISED.get(text, action + text)


def _delimiters(text: str) -> Iterator[int]:
    """Yield where the dollar signs stand that open or close a formula."""
    for formula in _FORMULA.finditer(text):
        yield formula.start()
        stripped = formula[0].rstrip("$")
        yield formula.start() + len(stripped)


def _ties(text: str, position: int) -> bool:
    """Return whether a tilde is a LaTeX space: not ``~5`` and not ``/~name``."""
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return not (before in ("", "/") or before.isspace() or after in ("", "/"))
