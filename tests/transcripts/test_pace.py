"""Pace, pauses and clusters, compared with figures counted by hand."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.model import Source, Stretch, Transcript
from refiner.transcripts import read_transcript
from refiner.transcripts.pace import Clock, build_pace, place_words

SOURCE = Source(None, "text", "0" * 64)


def spoken(*times, step=1.0):
    """A talk of one word `word` at each of `times`, each half of `step` long."""
    words = tuple(Stretch(5 * n, 5 * n + 4, at, at + step / 2) for n, at in enumerate(times))
    whole = Stretch(0, 5 * len(times) - 1, times[0], times[-1] + step / 2)
    text = " ".join(["word"] * len(times))
    return Transcript(text, SOURCE, stretches=(whole,), timed_words=words)


def figures_of(talk, fillers):
    """The pace of a talk whose times are known."""
    figures = build_pace(talk, [(start, start + 4) for start in sorted(fillers)])
    assert figures is not None
    return figures


def test_without_times_no_figure_of_time_is_given():
    talk = Transcript("Um, hello.", SOURCE)
    assert build_pace(talk, [(0, 2)]) is None
    assert Clock(talk).second_at(0) is None


def test_a_word_has_its_own_second_and_the_rest_their_place_between():
    talk = Transcript(
        "um hello there", SOURCE,
        stretches=(Stretch(0, 14, 10.0, 17.0),), timed_words=(Stretch(3, 8, 12.5, 13.0),),
    )  # fmt: skip
    assert [Clock(talk).second_at(offset) for offset in (0, 3, 7, 9, 14)] == [
        10.0,
        12.5,
        12.5,
        14.5,
        None,
    ]


def test_words_a_minute_count_only_the_seconds_with_the_word():
    vtt = """WEBVTT

    00:00:00.000 --> 00:00:06.000
    <v Ada>one two three four five six</v>

    00:00:06.000 --> 00:01:06.000
    <v Ben>a very long question that takes a minute</v>

    00:01:06.000 --> 00:01:12.000
    <v Ada>one two three four five six</v>
    """.replace("    ", "")
    talk = read_transcript(vtt.encode(), speakers=["Ada"])
    figures = figures_of(talk, [])
    assert (figures["words_per_minute"], talk.duration_s) == (60, 12)
    assert figures["long_pauses"] == []
    assert sum(window["words"] for window in figures["windows"]) == 12
    assert figures["windows"][2]["words_per_minute"] is None


def test_a_long_silence_within_a_turn_is_a_pause():
    figures = figures_of(spoken(0, 1, 2, 6, 7, 8.9), [])
    assert figures["long_pauses"] == [{"start_s": 2.5, "seconds": 3.5, "offset": 15}]


def test_a_cluster_of_fillers_is_given_in_seconds():
    talk = spoken(*range(0, 40, 2))
    found = figures_of(talk, [5 * n for n in (0, 3, 5, 18, 19)])["clusters"]
    assert found == [{"start_s": 0.0, "end_s": 10.0, "fillers": 3}]


@given(st.lists(st.floats(0, 3000), min_size=2, max_size=40), st.sets(st.integers(0, 39)))
@settings(max_examples=100, deadline=None)
def test_windows_hold_every_word_and_filler_once_and_follow_each_other(times, chosen):
    talk = spoken(*sorted(times))
    fillers = [5 * n for n in chosen if n < len(times)]
    figures = figures_of(talk, fillers)
    windows = figures["windows"]
    assert sum(window["words"] for window in windows) == len(times)
    assert sum(window["fillers"] for window in windows) == len(fillers)
    assert all(a["end_s"] == b["start_s"] for a, b in pairwise(windows))
    assert (windows[0]["start_s"], windows[-1]["end_s"]) == (figures["start_s"], figures["end_s"])


def test_every_word_is_placed_by_its_own_time_or_within_its_caption():
    talk = spoken(0.0, 1.0)
    assert place_words(talk) == [(0, 4, 0.0, 0.5), (5, 9, 1.0, 1.5)]
    captions = Transcript("um hello", SOURCE, stretches=(Stretch(0, 8, 10.0, 18.0),))
    assert place_words(captions) == [(0, 2, 10.0, 11.0), (3, 8, 13.0, 17.0)]
    assert place_words(Transcript("um hello", SOURCE)) == []


def test_a_word_without_a_length_lasts_until_the_next_and_at_most_as_an_um_does():
    times = [(1.0, 1.0), (1.1, 1.1), (1.1, 1.12), (2.0, None), (4.0, 4.4), (5.0, 5.001)]
    words = tuple(Stretch(5 * n, 5 * n + 4, *both) for n, both in enumerate(times))
    whole = Stretch(0, 29, 1.0, 5.0)
    talk = Transcript(" ".join(["word"] * 6), SOURCE, stretches=(whole,), timed_words=words)
    ends = [1.1, 1.15, 1.4, 2.3, 4.4, 5.3]
    assert [end_s for *_, end_s in place_words(talk)] == ends
    assert [Clock(talk).rounded_end_of(5 * n, 5 * n + 4) for n in range(6)] == ends
