"""Text stays text in what a spreadsheet opens: nothing that somebody wrote becomes a formula."""

from __future__ import annotations

import re
from typing import Any, Final

# What makes a spreadsheet compute a cell of a CSV file. A number, or a telephone number, is none.
STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
HARMLESS: Final = re.compile(r"[+\-][\d\s.,()\u00a0\u202f]*[%€$]?|-+")
# A name that begins like a formula, an address or a number is still a name in a workbook.
TEXT_IS_TEXT: Final = dict.fromkeys(
    ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
)


def csv_cell(value: Any) -> Any:
    """A value as a CSV file may hold it: a text that would compute is set behind an apostrophe.

    >>> csv_cell("=1+1"), csv_cell("-5"), csv_cell("+33 6 12 34 56 78"), csv_cell("Nord")
    ("'=1+1", '-5', '+33 6 12 34 56 78', 'Nord')
    """
    if isinstance(value, str) and value.startswith(STARTS) and not HARMLESS.fullmatch(value):
        return f"'{value}"
    return value


def unprotected(text: str) -> str:
    """What stood behind the apostrophe of ``csv_cell``, else the text itself.

    >>> unprotected("'=1+1"), unprotected("'Nord'")
    ('=1+1', "'Nord'")
    """
    return text[1:] if text.startswith("'") and csv_cell(text[1:]) == text else text
