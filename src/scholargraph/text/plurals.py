"""Singular for plural, word by word."""

import re
from functools import lru_cache
from typing import Final

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
    "buses": "bus",
    "bonuses": "bonus",
    "statuses": "status",
    "canvases": "canvas",
    "atlases": "atlas",
    "focuses": "focus",
    "pluses": "plus",
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
    r"|has|was|its|this|yes|naus|sos|aids|sms|gps|dbms|os|bayes|jones)$"
)
_PLURALS: Final = (
    (re.compile(r"(?<=[a-z]{2}[^aeiou])ies$"), "y"),
    (re.compile(r"(ss|x|sh|tch|[^a]ch|zz)es$"), r"\1"),
    (re.compile(r"(?<=[a-z0-9]{3})s$"), ""),
)


@lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """
    Return the singular of a lower-case word; of a singular, the same.

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
