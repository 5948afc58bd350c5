"""What a transcriber repeats without end is cut once; what people repeat stays."""

from __future__ import annotations

from refiner.audio.loops import cut_loops
from refiner.transcripts.recording import Recording, build_segment


def recording(*texts: str) -> Recording:
    return Recording("", tuple(build_segment(text) for text in texts))


def text_of(cut: Recording) -> str:
    return " ".join(segment.text for segment in cut.segments)


def test_a_phrase_that_loops_is_kept_once_across_segments():
    cut = cut_loops(recording("We went home. Thank you for", "watching.", "Then we slept."))
    assert cut.warnings == ()
    looped = recording("We went home.", *["Thank you for watching."] * 9, "Then we slept.")
    cut = cut_loops(looped)
    assert text_of(cut) == "We went home. Thank you for watching. Then we slept."
    assert cut.warnings == ("32 words that the transcriber repeated or invented were left out",)


def test_what_people_repeat_stays():
    spoken = recording("No, no, no, no. I mean, I mean, I mean it. Um, um, um, yes.")
    assert cut_loops(spoken, "Um, uh, hmm.") is spoken


def test_an_echo_of_the_prompt_is_cut_and_the_other_words_keep_their_times():
    words = [
        ("Um,", 0.0, 0.2),
        ("uh,", 0.2, 0.4),
        ("hmm.", 0.4, 0.6),
        ("So,", 1, 1.2),
        ("um,", 2, 3),
    ]
    segment = build_segment("Um, uh, hmm. So, um,", "", 0.0, 3.0, words)
    cut = cut_loops(Recording("", (segment,)), "Um, uh, hmm.")
    assert text_of(cut) == "So, um,"
    timed = [(cut.segments[0].text[w.start : w.end], w.start_s) for w in cut.segments[0].words]
    assert timed == [("So,", 1), ("um,", 2)]
