"""A transcript is split at sentence ends, without loss."""

from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.detection.detector import detect
from refiner.run.chunks import split_transcript


@given(st.text(alphabet="um lik.e?! \n,youknw", max_size=6000))
@settings(max_examples=60, deadline=None)
def test_stretches_join_up_to_the_text_and_cut_no_candidate(text):
    candidates = detect(text)
    spans = split_transcript(text, [(c.start, c.end) for c in candidates], 6)
    assert "".join(text[a:b] for a, b in spans) == text
    assert len(spans) <= 6
    for _, at in spans[:-1]:
        assert not any(c.start < at < c.end for c in candidates)


def test_text_without_sentence_ends_is_cut_between_words():
    text = "word " * 2000
    assert all(text[start:end].endswith(" ") for start, end in split_transcript(text, (), 5))
