"""Spans: which overlap, and where a phrase occurs."""

import pytest

from refiner.spans import find_phrase, overlapping


@pytest.mark.parametrize(
    ("span", "indices"),
    [((0, 2), []), ((0, 3), [0]), ((4, 5), []), ((3, 6), [0, 1]), ((6, 7), [1]), ((9, 12), [])],
)
def test_spans_overlap_where_they_share_a_character(span, indices):
    assert list(overlapping([(2, 4), (5, 9)], span)) == indices


def test_a_phrase_is_found_as_whole_words_whatever_its_case_and_blanks():
    assert find_phrase("you know", "You  know you knowing\nyou know.") == [(0, 9), (22, 30)]
    assert find_phrase(" ", "any text") == []
