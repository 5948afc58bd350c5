"""Spans: which overlap, and where a phrase occurs."""

import pytest

from refiner.spans import find_clusters, find_phrase, overlapping


@pytest.mark.parametrize(
    ("span", "indices"),
    [((0, 2), []), ((0, 3), [0]), ((4, 5), []), ((3, 6), [0, 1]), ((6, 7), [1]), ((9, 12), [])],
)
def test_spans_overlap_where_they_share_a_character(span, indices):
    assert list(overlapping([(2, 4), (5, 9)], span)) == indices


def test_a_phrase_is_found_as_whole_words_whatever_its_case_and_blanks():
    assert find_phrase("you know", "You  know you knowing\nyou know.") == [(0, 9), (22, 30)]
    assert find_phrase(" ", "any text") == []
    assert find_phrase("no no", "uno no no no") == [(4, 9)]


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("あの", "それはあのですね、あのー。", [3, 9]),
        ("那个", "我觉得那个东西，那个。", [3, 8]),
        ("แบบ", "มันแบบว่าดี แบบ", [3, 12]),
        ("ก", "กี ก", [3]),  # a vowel sign changes the letter before it
        ("AI", "AIは、AIRではない", [0]),
        ("क", "की क", [3]),
        ("그냥", "그냥 그냥요", [0]),
        ("na\u00efve", "A nai\u0308ve na\u00efve plan", [2, 9]),
        ("nai\u0308ve", "na\u00efve", [0]),
        ("ai", "ai\u0308 ai", [4]),
    ],
)
def test_a_phrase_is_found_in_scripts_without_blanks_and_with_accents_of_their_own(
    phrase: str, text: str, places: list[int]
) -> None:
    assert [start for start, _ in find_phrase(phrase, text)] == places


@pytest.mark.parametrize(
    ("fillers", "clusters"),
    [
        pytest.param([0, 5, 11], [range(3)], id="three within twelve words"),
        pytest.param([0, 5, 12], [], id="three within thirteen words"),
        pytest.param([0, 1], [], id="two"),
        pytest.param([0, 5, 10, 15, 20], [range(5)], id="every three neighbours"),
        pytest.param([0, 1, 2, 20, 40, 41, 42], [range(3), range(4, 7)], id="two clusters"),
    ],
)
def test_fillers_close_together_are_a_cluster(fillers: list[int], clusters: list[range]) -> None:
    words = [5 * n for n in range(60)]
    assert find_clusters([(5 * n, 5 * n + 4) for n in fillers], words) == clusters
