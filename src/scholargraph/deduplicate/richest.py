"""The one paper that records of it make: of each field the richest value."""

from collections.abc import Sequence
from typing import Final

from scholargraph.ids import paper_id
from scholargraph.model import Paper

_FIRST_ADDRESSES: Final = ("https://arxiv.org/", "https://doi.org/", "https://")


def one_paper(records: Sequence[Paper]) -> Paper:
    """
    Return the paper, whatever the order of its records.

    Title and abstract come from one record, that with the longest abstract, so that
    they are the text of one source.
    """
    if len(records) == 1:
        return records[0]
    text = min(records, key=_by_text)
    identifiers = sorted({pair for record in records for pair in record.identifiers})
    given = {record.id for record in records if is_given(record)}
    return Paper(
        id=min(given) if given else paper_id(text.title, text.abstract, identifiers),
        title=text.title,
        abstract=text.abstract,
        date=first_date([record.date for record in records]),
        authors=max(
            (record.authors for record in records),
            key=lambda names: (len(names), sum(map(len, names)), names),
        ),
        identifiers=tuple(identifiers),
        venue=_venue([record.venue for record in records if record.venue]),
        categories=_categories(records),
        address=_address([record.address for record in records if record.address]),
        source=tuple(sorted({place for record in records for place in record.source})),
    )


def is_given(record: Paper) -> bool:
    """Return whether the source gave the id, rather than the content."""
    return record.id != paper_id(record.title, record.abstract, record.identifiers)


def first_date(dates: Sequence[str | None]) -> str | None:
    """
    Return the earliest date, as precisely as any of its kind is known.

    >>> first_date(["2024", "2024-05-31", None, "2025-01"])
    '2024-05-31'
    """
    known = sorted(filter(None, dates))
    if not known:
        return None
    return max(
        (date for date in known if date.startswith(known[0])),
        key=lambda date: (len(date), [-ord(letter) for letter in date]),
    )


def _by_text(record: Paper) -> tuple[int, int, str, str]:
    return -len(record.abstract), -len(record.title), record.title, record.abstract


def _venue(venues: list[str]) -> str | None:
    """Return the longest name of a journal or conference, else a repository's."""
    repository = [name for name in venues if "arxiv" in name.lower() or name == "CoRR"]
    published = set(venues) - set(repository)
    return max(published or venues, key=lambda name: (len(name), name), default=None)


def _categories(records: Sequence[Paper]) -> tuple[str, ...]:
    """Return the longest list, its order kept, and what the others add, sorted."""
    lists = [record.categories for record in records]
    longest = max(lists, key=lambda names: (len(names), names))
    others = {name for names in lists for name in names}
    return (*longest, *sorted(others.difference(longest)))


def _address(addresses: list[str]) -> str | None:
    def rank(address: str) -> tuple[int, int, str]:
        for place, start in enumerate(_FIRST_ADDRESSES):
            if address.startswith(start):
                return place, len(address), address
        return len(_FIRST_ADDRESSES), len(address), address

    return min(addresses, key=rank, default=None)
