"""Text that a spreadsheet would run instead of showing it."""

import re
from typing import Final

# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r]")


def is_formula(text: str) -> bool:
    """
    Tell whether a spreadsheet may take a cell of this text for a formula.

    >>> is_formula('=HYPERLINK("http://example.org")'), is_formula("a = b")
    (True, False)
    """
    return _FORMULA.match(text) is not None
