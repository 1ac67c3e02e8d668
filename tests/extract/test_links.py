import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.extract import find_links
from scholargraph.extract.links import normal_form

PIECES = st.sampled_from(
    ("https://", "http://", "https: //", "www.", "github.com", "/", "a", ".", "b.io",
     "(", ")", "{", "}", "\\_", "\\url{", "\\href{", "]", "[", " ", "\n", ",", "-", "$",
     "$\\sim$", "é", "码", "\ud800", "\0", "#", "?", ":", "%", "data", "code ")
)  # fmt: skip


def test_links_of_a_text_are_the_expected_ones(text: str, expected: list[str]) -> None:
    found = [
        f"{link.url} {link.kind} {'own' if link.own else 'other'}"
        for link in find_links(text)
    ]
    assert found == expected


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_link_stands_where_it_says(text: str) -> None:
    links = find_links(text)
    for link in links:
        assert 0 <= link.evidence.start < link.evidence.end <= len(text)
        quote = text[link.evidence.start : link.evidence.end]
        assert not quote[-1].isspace()
        assert quote[0] == link.url[0]
        assert not any(letter.isspace() or letter in "{}\\" for letter in link.url)
        assert link.url.isascii()
    starts = [link.evidence.start for link in links]
    assert starts == sorted(starts)
    assert len({normal_form(link.url) for link in links}) == len(links)


@pytest.mark.parametrize(
    "piece",
    ["https://", "https://a.b/", "https://a.b/(", "a.", "a.b/c ", "\\_", "{\\_}"],
)
def test_a_long_run_of_one_piece_is_read_to_its_end(piece: str) -> None:
    assert len(find_links(piece * 20_000)) <= 1


def test_an_address_without_an_end_is_none() -> None:
    assert find_links("https://a.b/" + "c" * 5_000) == ()
