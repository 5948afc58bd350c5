"""Numbers in a transcript lead back to the same spans."""

from hypothesis import given
from hypothesis import strategies as st

from refiner.detection.lexicon import load_lexicon
from refiner.llm.numbering import number_words, read_numbered, strip_numbers


def test_words_are_numbered_in_order_and_other_brackets_become_round():
    text = "So it was [laughs] like huge, like."
    spans = [(0, 2), (19, 23), (30, 34)]
    assert number_words(text, spans) == "[1:So] it was (laughs) [2:like] huge, [3:like]."


def test_a_passage_loses_numbers_and_half_a_pair_of_brackets():
    assert strip_numbers("was [7:like] huge, [8:you kn") == "was like huge, you kn"
    assert strip_numbers("ike] huge") == "ike huge"


@given(st.text(alphabet="like um,[]():1\n", max_size=200))
def test_text_and_spans_come_back(text):
    spans = [(o.start, o.end) for o in load_lexicon().occurrences(text)]
    plain, numbered = read_numbered(number_words(text, spans))
    assert plain == text.replace("[", "(").replace("]", ")")
    assert list(numbered.values()) == spans
