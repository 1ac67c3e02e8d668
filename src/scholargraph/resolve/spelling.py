"""
Spelling: American for British, singular for plural, words for Greek letters.

Each function takes and gives one lower-case word and is idempotent.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from scholargraph.resolve.words import WORDS

_GREEK: Final = re.compile("[\u03b1-\u03c9]")

# Stems whose -ise is no British -ize (supervise, pairwise, denoise).
_KEEPS_S: Final = tuple(sorted(WORDS["stems with s"]))
_ISE: Final = re.compile(r"^([a-z]{3,})is(e[ds]?|ers?|ing|ations?)$")
_DOUBLE_L: Final = re.compile(
    r"^((?:un|re|pre|mis|multi)?(?:model|label|travel|cancel|channel|signal|tunnel"
    r"|level|fuel|total|equal|panel|counsel|marshal|spiral))l(ing|ings|ed|ers?)$"
)
_BRITISH: Final = (
    (_DOUBLE_L, r"\1\2"),
    (re.compile(r"^(.*(?:anal|paral|catal|dial))ys(e[ds]?|ers?|ing)$"), r"\1yz\2"),
    (re.compile(r"^(colo|behavio|neighbo|favo|flavo|labo|humo|harbo|tumo)ur"), r"\1r"),
    (re.compile(r"^(cent|met|fib|theat|lit)re(s?)$"), r"\1er\2"),
    (re.compile(r"logue(s?)$"), r"log\1"),
    (re.compile(r"^(de|of)fence"), r"\1fense"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^artefact"), "artifact"),
    (re.compile(r"^programme(s?)$"), r"program\1"),
    (re.compile(r"^paedi"), "pedi"),
    (re.compile(r"^haem(?=[aoi])"), "hem"),
    (re.compile(r"^anaesth"), "anesth"),
    (re.compile(r"^foet(?=[au])"), "fet"),
    (re.compile(r"^orthopae"), "orthope"),
    (re.compile(r"^encyclopae"), "encyclope"),
    (re.compile(r"^aluminium"), "aluminum"),
    (re.compile(r"^learnt$"), "learned"),
    (re.compile(r"^(judg|acknowledg)ement"), r"\1ment"),
    (re.compile(r"^ageing$"), "aging"),
    (re.compile(r"^sceptic"), "skeptic"),
)

_IRREGULAR: Final = {
    "analyses": "analysis",
    "hypotheses": "hypothesis",
    "syntheses": "synthesis",
    "diagnoses": "diagnosis",
    "bases": "base",
    "biases": "bias",
    "gases": "gas",
    "lenses": "lens",
    "viruses": "virus",
    "corpora": "corpus",
    "corpuses": "corpus",
    "matrices": "matrix",
    "vertices": "vertex",
    "indices": "index",
    "indexes": "index",
    "axes": "axis",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "formulae": "formula",
    "schemata": "schema",
    "automata": "automaton",
    "halves": "half",
    "leaves": "leaf",
    "shelves": "shelf",
    "lives": "life",
    "people": "person",
    "children": "child",
    "mice": "mouse",
    "heuristics": "heuristic",
    "ensembles": "ensemble",
    "caches": "cache",
    "moves": "move",
    "movies": "movie",
    "cookies": "cookie",
    "calories": "calorie",
    "selfies": "selfie",
    "diffusions": "diffusion",
    "menisci": "meniscus",
    "stimuli": "stimulus",
    "nuclei": "nucleus",
    "loci": "locus",
    "foci": "focus",
    "neuroses": "neurosis",
    "metastases": "metastasis",
}
_SINGULAR_S: Final = re.compile(
    r"(?:ss|us|is|ics|ous|news|lens|series|species|bias|gas|canvas|atlas|always"
    r"|pancreas|alias|plus|chaos|kudos|process|texas|kansas|paris|means|thus|as"
    r"|has|was|its|this|yes|naus|sos|aids|sms|gps|dbms|os)$"
)
_PLURALS: Final = (
    (re.compile(r"(?<=[a-z]{2}[^aeiou])ies$"), "y"),
    (re.compile(r"(ss|x|sh|tch|[^a]ch|zz)es$"), r"\1"),
    (re.compile(r"(?<=[a-z0-9]{3})s$"), ""),
)


@lru_cache(maxsize=1 << 16)
def american(word: str) -> str:
    """
    Return the American spelling of a lower-case word.

    >>> [american(word) for word in ("optimisation", "modelling", "noise")]
    ['optimization', 'modeling', 'noise']
    """
    ise = _ISE.match(word)
    if ise:
        return word if ise[1].endswith(_KEEPS_S) else f"{ise[1]}iz{ise[2]}"
    for pattern, replacement in _BRITISH:
        if pattern.search(word):
            return pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """
    Return the singular of a lower-case word.

    >>> [singular(word) for word in ("networks", "analyses", "loss", "robotics")]
    ['network', 'analysis', 'loss', 'robotics']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if _SINGULAR_S.search(word):
        return word
    for pattern, replacement in _PLURALS:
        if pattern.search(word):
            return pattern.sub(replacement, word)
    return word


def spelt_out(text: str) -> str:
    """
    Return the text with Greek letters written as words, ligatures and indices plain.

    >>> spelt_out("\N{GREEK SMALL LETTER BETA}-VAE")
    'beta-VAE'
    """
    if text.isascii():
        return text
    return _GREEK.sub(_letter_name, unicodedata.normalize("NFKC", text))


def _letter_name(match: re.Match[str]) -> str:
    return unicodedata.name(match[0]).split()[-1].lower()
