"""
Choose the name of a concept within its paper, as a catalogue would.

What a paper introduces, datasets and metrics go by their short names; known methods
and tasks by their full forms. Names are singular, in lower case where the text does
not insist on capitals, and unique within a paper.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scholargraph import text
from scholargraph.vocab import Kind, Role

WORD = re.compile(r"[^\W\d_]+")
SMALL = 3  # letters of a word that a title may leave in lower case
SHORTEST = 2
ABBREVIATIONS = re.compile(r"(?<=[A-Z0-9])s$")

LATEX = re.compile(r"[\\$~]")
# "x_{50}", "x^2" and "F_1", but not "rule_only" or "UCF_CC_50".
SCRIPT = re.compile(r"[_^]\{(\w+)\}|\^(\d+)|(?<=\b[A-Za-z])_(\d+)")
DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2)
SCORE = re.compile(
    r"(.*\b(?:F[12]|AP|mAP|FID|BLEU|ROUGE|METEOR|CIDEr|AUC|AUROC|m?IoU|SSIM|PSNR|MOS))"
    r"[ -][Ss]cores?"
)
OVERALL = re.compile(r"[Oo]verall (?=accurac)")

INSIDE, OPENING, TITLE = range(3)


@dataclass(frozen=True, slots=True)
class Form:
    """A mention's text, and whether it is inside or opens a sentence, or in a title."""

    text: str
    place: int = INSIDE


def name(forms: Sequence[Form], kind: Kind, role: Role) -> str:
    """
    Return the best name of a concept, given its mentions in text order.

    >>> forms = [Form("Graph Networks", TITLE), Form("GCNs"), Form("graph networks")]
    >>> name(forms, Kind.METHOD, Role.USES), name(forms, Kind.METHOD, Role.INTRODUCES)
    ('graph network', 'GCN')
    """
    own = role is Role.INTRODUCES
    proper = own and kind in {Kind.METHOD, Kind.DATASET}
    spelt = (form.text if proper else cased(form, kind) for form in forms)
    # The s of "Stanford Cars" and "NABirds" is part of a name.
    found = Counter(spelt if kind is Kind.DATASET else map(singular, spelt))
    short = [form for form in found if is_short(form)]
    if short and (
        own or kind in {Kind.DATASET, Kind.METRIC} or len(short) == len(found)
    ):
        return min(short, key=lambda form: (-found[form], len(form)))
    full = [form for form in found if form not in short]
    titles = [form for form in full if proper and " " not in form and form[0].isupper()]
    return min(
        titles or full,
        key=lambda form: (form != form.lower() and form.lower() in found, -found[form]),
    )


def cleaned(form: str, kind: Kind) -> str:
    r"""
    Return a form as a catalogue would write it, but for case and number.

    That is without LaTeX, with raised and lowered digits on the line, and of a metric
    without "score" where it stands without, and "accuracy" for "overall accuracy":
    so six of eight annotated papers call it.

    >>> cleaned("$F_1$ score", Kind.METRIC), cleaned("Dice score", Kind.METRIC)
    ('F1', 'Dice score')
    >>> cleaned("DART$^3$", Kind.METHOD), cleaned("rule_only", Kind.METHOD)
    ('DART3', 'rule_only')
    """
    made = text.readable(form) if LATEX.search(form) else form
    made = SCRIPT.sub(lambda found: found[found.lastindex or 0], made)
    made = made.translate(DIGITS).strip()
    if kind is Kind.METRIC:
        score = SCORE.fullmatch(made)
        made = OVERALL.sub("", score[1] if score else made)
    return made or form


def cased(form: Form, kind: Kind) -> str:
    """Return a form without the capitals that it owes to its place."""
    if is_short(form.text):
        return form.text
    if is_titled(form.text) and (form.place == TITLE or kind is Kind.TASK):
        return WORD.sub(lambda match: folded(match[0], match.start()), form.text)
    first = WORD.match(form.text)
    if form.place == OPENING and first and not is_titled(form.text[first.end() :]):
        return folded(first[0], 0) + form.text[first.end() :]
    return form.text


def folded(word: str, place: int) -> str:
    """Return a word in lower case unless it has capitals of its own ("BERT", "3D")."""
    alone = len(word) == 1 and place > 0
    return word if alone or word[1:] != word[1:].lower() else word.lower()


def is_titled(form: str) -> bool:
    """Return whether all but the small words of a form begin with a capital."""
    words = WORD.findall(form)
    return bool(words) and all(
        word[0].isupper()
        for place, word in enumerate(words)
        if not place or len(word) > SMALL
    )


def is_short(form: str) -> bool:
    """Return whether a form is one word with inner capitals or digits: "mAP", "F1"."""
    inner = any(word[1:] != word[1:].lower() for word in WORD.findall(form))
    return " " not in form and (inner or any(letter.isdigit() for letter in form))


def singular(form: str) -> str:
    """
    Return the form with its last word singular.

    >>> [singular(form) for form in ("GNNs", "ablation studies", "loss", "COCO")]
    ['GNN', 'ablation study', 'loss', 'COCO']
    """
    start = max(form.rfind(" "), form.rfind("-")) + 1
    last = form[start:]
    if len(last) > SHORTEST and ABBREVIATIONS.search(last):
        return form[:-1]
    if not last.isalpha() or last[1:] != last[1:].lower():
        return form
    one = text.singular(last.lower())
    return form[:start] + (one.capitalize() if last[0].isupper() else one)


@dataclass(frozen=True, slots=True)
class Named:
    """What a concept's name is made of."""

    forms: Sequence[Form]
    kind: Kind
    role: Role


def in_paper(concepts: Sequence[Named]) -> list[str]:
    """
    Return the names of a paper's concepts, no two alike.

    >>> one = Named([Form("F1 score")], Kind.METRIC, Role.REPORTS)
    >>> other = Named([Form("F1")], Kind.METRIC, Role.REPORTS)
    >>> in_paper([one]), in_paper([one, other])
    (['F1'], ['F1 score', 'F1'])
    """
    clean = [
        name([Form(cleaned(f.text, c.kind), f.place) for f in c.forms], c.kind, c.role)
        for c in concepts
    ]
    often = Counter(clean)
    # What is the same only when cleaned was kept apart by the model.
    found = [
        made if often[made] == 1 else name(concept.forms, concept.kind, concept.role)
        for made, concept in zip(clean, concepts, strict=True)
    ]
    return unique(found, [concept.kind.value for concept in concepts])


def unique(names: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """
    Return the names with the kind, then a number, added to those taken before.

    >>> unique(["X", "X", "X"], ["Method", "Dataset", "Dataset"])
    ['X', 'X (Dataset)', 'X (Dataset 2)']
    """
    taken: set[str] = set()
    found = []
    for first, kind in zip(names, kinds, strict=True):
        made, number = first, 1
        while made in taken:
            made = f"{first} ({kind})" if number == 1 else f"{first} ({kind} {number})"
            number += 1
        taken.add(made)
        found.append(made)
    return found
