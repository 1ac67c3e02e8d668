"""The key under which two writings of one title are the same."""

import re
import unicodedata
from typing import Final

from scholargraph.text.cleaning import clean
from scholargraph.text.latex import readable

_WORD: Final = re.compile(r"[^\W_]+")


def normal_title(title: str) -> str:
    r"""
    Return the title's letters and digits, case folded, without accents.

    Two titles with the same key differ in case, punctuation, LaTeX or accents
    only. A title without letters and digits is its own key.

    >>> normal_title(r"A $\lambda$-VAE: \"Café\" --- R\'esum\'e")
    'a λ vae cafe resume'
    """
    title = clean(title)
    folded = readable(title).casefold()
    if not folded.isascii():
        # Decomposed before as well as after: letters of mathematics have capitals
        # that casefold leaves alone.
        plain = unicodedata.normalize("NFKD", folded).casefold()
        decomposed = unicodedata.normalize("NFKD", plain)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_WORD.findall(folded)) or title
