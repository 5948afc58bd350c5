"""Speech that looks like what surrounds a talk is kept."""

from __future__ import annotations

import json

import pytest

from refiner.transcripts import read_recording

TURNS = "Ada: Welcome to the evening.\n\nBen: Thank you, Ada.\n\nAda: Over to Ben.\n\n"
SENTENCE = "So, the plan is good and it works for all of us.\n\n"


def test_a_heading_within_a_long_last_turn_does_not_cut_the_turn() -> None:
    text = f"{TURNS}Ben: We begin here. {SENTENCE * 5}Next steps\n\n{SENTENCE * 20}"
    found = read_recording(text.encode())
    assert " ".join(one.text for one in found.segments).count("the plan is good") == 25
    assert found.warnings == (
        "“Next steps” may begin notes below the talk; they were counted as speech",
    )


@pytest.mark.parametrize("heading", ["Next steps:", "## Next steps", "Next steps\n- Ben to write"])
def test_notes_with_the_marks_of_notes_are_left_out(heading: str) -> None:
    found = read_recording(f"{TURNS}Ben: So be it.\n\n{heading}\nWrite to us all\n".encode())
    assert found.segments[-1].text == "So be it."


def test_names_in_headings_are_speakers_if_there_are_several() -> None:
    found = read_recording(b"# Ada: Um, hello there.\n# Ben: So, hi, Ada.\n# Ada: It is on now.\n")
    assert {one.speaker for one in found.segments} == {"Ada", "Ben"}


def test_one_speaker_listed_after_another_is_no_second_file() -> None:
    entries = [
        {"speaker": who, "start": 4.0 * n, "end": 4.0 * n + 1.5, "text": f"um, line {n} of {who}"}
        for who in ("Ada", "Ben")
        for n in range(8)
    ]
    assert read_recording(json.dumps(entries).encode()).warnings == ()
    again = read_recording(json.dumps(entries[:8] + entries[:8]).encode())
    assert any("start again" in one for one in again.warnings)


@pytest.mark.parametrize(
    "said",
    ["Unsubscribe from that list, I said.", "Thanks for reading it to us, um, so well."],
)
def test_speech_that_begins_like_a_newsletters_footer_is_kept(said: str) -> None:
    found = read_recording(f"{TURNS}Ben: We begin.\n{said}\n".encode())
    assert said in found.segments[-1].text
    assert found.warnings == ()


def test_instructions_to_a_model_among_the_turns_are_counted_as_skipped() -> None:
    turns = [
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": "Um, how do bees sleep?"},
        {"role": "assistant", "content": "They rest at night."},
    ]
    found = read_recording(json.dumps(turns).encode())
    assert [one.speaker for one in found.segments] == ["user", "assistant"]
    assert found.warnings == ("1 entry with instructions to a model was left out",)
