"""
What a pair of names looks like to the comparator, as named numbers.

All features lie between 0 and 1, and directed ones come in pairs, ``…_a`` and
``…_b``, so that swapping the names swaps them. Where one thing decides (equal keys,
an abbreviation, a variant) it alone is told, so that what else the names share does
not blur it.
"""

from collections.abc import Mapping
from typing import Final

from scholargraph.resolve.acronyms import abbreviates, is_short, letters
from scholargraph.resolve.aligned import Aligned, align, are_synonyms
from scholargraph.resolve.normal_form import is_proper, key, normal_form
from scholargraph.resolve.pieces import extends, is_instance, pieces
from scholargraph.resolve.stems import stem
from scholargraph.resolve.well_known import find, is_under, long_forms
from scholargraph.resolve.words import WORDS
from scholargraph.text import likeness
from scholargraph.vocab import Kind

Features = Mapping[str, float]

# An abbreviation has at most this share of the letters of its long form.
_SHORTENS: Final = 0.6
_ALIKE: Final = 0.75
_MOST_LEFT: Final = 3


def features(a: str, b: str, kind: Kind, *, lists: bool = True) -> dict[str, float]:
    """
    Return the features of a pair of names of one kind.

    ``lists``: whether to ask the lists of well-known concepts and abbreviations.
    """
    found = {"bias": 1.0}
    if key(a, kind) == key(b, kind):
        return found | {"exact": 1.0}
    listed = _listed(a, b, kind) if lists else {}
    if listed and "listed_apart" not in listed:
        return found | listed
    found |= listed
    short = short_and_long(a, b, kind)
    if short:
        return found | _acronym(*short, kind, lists=lists)
    variants = {
        f"variant_{side}": 1.0
        for side, name, base in (("a", a, b), ("b", b, a))
        if _is_variant(name, base)
    }
    if variants:
        return found | variants
    pair = align(a, b, kind)
    if _same_words(pair) and not (is_short(a) or is_short(b)):
        return found | _derived(pair)
    return {
        **found,
        **_words(pair),
        **_one_sided(pair),
        **_characters(a, b, pair, kind),
        f"kind_{kind.value}": 1.0,
    }


def swapped(found: Features) -> dict[str, float]:
    """Return the features of the pair the other way round."""
    sides = {"_a": "_b", "_b": "_a"}
    return {
        name[:-2] + sides[name[-2:]] if name[-2:] in sides else name: value
        for name, value in found.items()
    }


def short_and_long(a: str, b: str, kind: Kind) -> tuple[str, str] | None:
    """Return which name may abbreviate which, short form first, if either may."""
    for short, long in ((a, b), (b, a)):
        form = normal_form(long, kind)
        wanted = letters(short)
        few = 0 < len(wanted) <= _SHORTENS * len(form)
        if not (is_short(short) and few and " " in form and wanted[0] == form[0]):
            continue
        if abbreviates(short, form) or not (is_short(long) or _has_digit(short)):
            return short, long
    return None


def _listed(a: str, b: str, kind: Kind) -> dict[str, float]:
    """Return what the lists of well-known concepts say of two names."""
    one, two = find(a, kind), find(b, kind)
    if not one or not two:
        return {}
    if one == two:
        return {"listed_same": 1.0}
    for side, lower, upper in (("a", one, two), ("b", two, one)):
        if is_under(lower, upper):
            return {f"listed_under_{side}": 1.0}
    return {"listed_apart": 1.0}


def _acronym(short: str, long: str, kind: Kind, *, lists: bool) -> dict[str, float]:
    form = normal_form(long, kind)
    wanted = letters(short)
    known = long_forms().get(wanted, frozenset()) if lists else frozenset()
    this = _stemmed(form) in {_stemmed(name) for name in known}
    fits = abbreviates(short, form)
    size = min(len(wanted), 4)
    return {
        "acronym": 1.0,
        "acronym_fits": float(fits),
        "acronym_known": float(this),
        "acronym_of_another": float(bool(known) and not this),
        f"acronym_of_{size}": float(fits and not known),
        "acronym_initials": float(fits and _initials(form) == wanted),
    }


def _is_variant(name: str, base: str) -> bool:
    if is_instance(name, base):
        return True
    added = pieces(name)[len(pieces(base)) :]
    proper = any(map(is_proper, name.replace("-", " ").split()))
    telling = "@" in added or (bool(added) and not added[-1].isalpha())
    return extends(name, base) and (proper or telling)


def _same_words(pair: Aligned) -> bool:
    if not pair.left_a and not pair.left_b:
        return True
    # "back-translation" and "backtranslated": only where the words are cut otherwise.
    joined = stem("".join(pair.a)) == stem("".join(pair.b))
    return joined and len(pair.a) != len(pair.b)


def _derived(pair: Aligned) -> dict[str, float]:
    """Return the features of names of the same stems."""
    ordered = [*map(stem, pair.a)] == [*map(stem, pair.b)]
    return {
        "same_words": 1.0,
        "same_order": float(ordered or len(pair.a) != len(pair.b)),
        "same_last": float(stem(pair.a[-1]) == stem(pair.b[-1])),
        "same_single": float(len(pair.a) == 1 and len(pair.b) == 1),
    }


def _words(pair: Aligned) -> dict[str, float]:
    left_a, left_b = pair.left_a, pair.left_b
    numbers_a, numbers_b = _numbers(pair.a), _numbers(pair.b)
    return {
        "shared": pair.shared / max(len(pair.a), len(pair.b)),
        "nothing_shared": float(not pair.shared),
        "both_left": float(bool(left_a and left_b)),
        "same_head": float(stem(pair.a[-1]) == stem(pair.b[-1])),
        "same_start": float(stem(pair.a[0]) == stem(pair.b[0])),
        "both_empty": float(
            bool(left_a and left_b)
            and says_nothing(left_a, pair.a)
            and says_nothing(left_b, pair.b)
        ),
        "synonyms": float(_all_synonyms(left_a, left_b)),
        "numbers_differ": float(
            bool(numbers_a and numbers_b) and numbers_a != numbers_b
        ),
        "negated": float(_negated(left_a, left_b) or _negated(left_b, left_a)),
    }


def _one_sided(pair: Aligned) -> dict[str, float]:
    found: dict[str, float] = {}
    sides = (
        ("a", pair.a, pair.left_a, pair.left_b),
        ("b", pair.b, pair.left_b, pair.left_a),
    )
    for side, name, left, other in sides:
        more = bool(left) and not other
        empty = bool(left) and says_nothing(left, name)
        generic = bool(left and other) and set(left) <= WORDS["generic words"]
        telling = not set(other) <= WORDS["generic words"]
        found |= {
            f"left_{side}": min(len(left), _MOST_LEFT) / _MOST_LEFT,
            f"one_more_{side}": float(more and len(left) == 1),
            f"some_more_{side}": float(more and len(left) > 1),
            f"more_before_{side}": float(more and left[-1] != name[-1]),
            f"more_after_{side}": float(more and left[-1] == name[-1]),
            f"empty_{side}": float(empty),
            f"only_empty_{side}": float(more and empty),
            f"empty_after_{side}": float(more and empty and left[-1] == name[-1]),
            f"artifact_{side}": float(more and set(left) <= WORDS["artifacts"]),
            f"connectors_{side}": float(more and set(left) <= WORDS["connectors"]),
            f"version_{side}": float(more and all(map(_is_version, left))),
            f"single_word_{side}": float(len(name) == 1),
            f"generic_{side}": float(generic),
            f"more_generic_{side}": float(generic and telling),
        }
    return found


def says_nothing(left: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Tell whether words of a name are only connectors, and a head for any name."""
    rest = [word for word in left if word not in WORDS["connectors"]]
    return not rest or (rest == [name[-1]] and name[-1] in WORDS["empty words"])


def _characters(a: str, b: str, pair: Aligned, kind: Kind) -> dict[str, float]:
    ratio = alike(key(a, kind).lower(), key(b, kind).lower())
    left = " ".join(pair.left_a), " ".join(pair.left_b)
    left_ratio = alike(*left) if all(left) else 0.0
    single = len(pair.a) == 1 and len(pair.b) == 1
    proper = is_proper(_last(a)) and is_proper(_last(b))
    return {
        "ratio": ratio,
        "left_ratio": left_ratio,
        "left_alike": float(left_ratio > _ALIKE),
        "both_proper": float(proper),
        "single_proper": float(single and proper),
        "single": float(single),
    }


def alike(a: str, b: str) -> float:
    """Return the share of letters in matching stretches, whichever name is first."""
    # Which stretch is found first depends on the side: the names are put in order.
    return likeness(min(a, b), max(a, b))


def _last(name: str) -> str:
    return (name.split() or [name])[-1]


def _initials(form: str) -> str:
    small = WORDS["small words"]
    return "".join(word[0] for word in form.split() if word not in small)


def _stemmed(form: str) -> str:
    small = WORDS["small words"]
    return "".join(stem(word) for word in form.split() if word not in small)


def _all_synonyms(left_a: tuple[str, ...], left_b: tuple[str, ...]) -> bool:
    if not left_a or len(left_a) != len(left_b):
        return False
    rest = list(left_b)
    for word in left_a:
        fitting = [other for other in rest if are_synonyms(word, other)]
        if not fitting:
            return False
        rest.remove(fitting[0])
    return True


def _negated(left: tuple[str, ...], other: tuple[str, ...]) -> bool:
    joined, rest = "".join(map(stem, left)), "".join(map(stem, other))
    return any(joined in {prefix + rest, prefix} for prefix in WORDS["negations"])


def _numbers(name: tuple[str, ...]) -> tuple[str, ...]:
    found = (piece for word in name for piece in pieces(word))
    return tuple(piece for piece in found if piece[0].isdigit())


def _is_version(word: str) -> bool:
    return word in WORDS["version words"] or (_has_digit(word) and word[-1] != "d")


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
