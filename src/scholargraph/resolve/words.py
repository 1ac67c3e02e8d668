"""The word lists of the rules, from ``words.tsv``, where anyone can extend them."""

from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Final


def _load() -> Mapping[str, frozenset[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    text = files("scholargraph.resolve").joinpath("words.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        name, word = line.split("\t")
        words[name].add(word)
    return MappingProxyType({name: frozenset(words[name]) for name in words})


WORDS: Final = _load()
