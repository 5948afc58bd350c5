"""What a talk does well is found with the passage that shows it, and only there."""

from __future__ import annotations

import pytest

from refiner.advice.coach.sentences import STRENGTHS
from refiner.advice.strengths import Strength, find_strengths
from refiner.model import Filler, Source, Transcript
from refiner.transcripts.samples import ENGLISH_SAMPLES, load_sample

END = " The hall was ours for an evening. People came from all over. They sang along with us."


def talk(text: str, duration_s: float | None = None) -> Transcript:
    return Transcript(text, Source(None, "text", "0" * 64), duration_s=duration_s)


def kinds(text: str, duration_s: float | None = None) -> set[str]:
    return {s.kind for s in find_strengths(talk(text, duration_s), (), "ai")}


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("opening_scene", "Last winter the roof of our hall fell in."),
        ("opening_question", "Who of you has ever fixed a roof?"),
        ("question", "What would you have done with it?"),
        ("example", "Some tools are old, for instance the saw of my neighbour."),
        ("comparison", "A good roof is like a hat for the house."),
        ("signpost", "First, let us look at the roof itself."),
        ("contrast", "It was not cheap but it was worth it."),
        ("reason", "We stayed because nobody else would do it."),
        ("dialogue", "“Leave it to us”, she said, and took the ladder."),
        ("thanks", "We thank the team that carried the beams."),
        ("experience", "I remember the sound of the beams."),
        ("candour", "I was wrong about the weather."),
        ("summary", "In short, the roof is tight again."),
        ("appeal", "Join us when the next roof falls in."),
        ("senses", "The water was cold and the room was dark."),
        ("list", "We brought ladders, ropes, and coffee."),
        ("terms", "It is called a purlin in the trade."),
        ("time", "We began in March when the snow was gone."),
        ("number", "We laid 900 tiles before it rained."),
        ("name", "The beams came from Ada and her brother."),
        ("address", "Let me show you the new tiles from the road."),
        ("credit", "We built the frame within a week."),
        ("vision", "The new roof will help us through the winter."),
        ("echo", "We had no money. We had no tiles that day."),
    ],
)
def test_each_kind_is_found_from_what_the_talk_says(kind: str, sentence: str) -> None:
    assert kind in kinds(sentence + END)
    assert kind in STRENGTHS


def test_at_least_twenty_kinds_are_known() -> None:
    assert len(STRENGTHS) >= 20


def test_nothing_is_found_where_nothing_is_shown() -> None:
    assert kinds("so we went there and then we went on and it went well") == set()
    assert kinds("") == set()


def test_a_sentence_with_a_filler_is_not_evidence() -> None:
    text = "What would, um, you have done with it? And so on it went."
    at = text.index("um")
    filler = Filler(at, at + 2, "um", "um", "filled_pause", True, True, 0.9, "")
    assert "question" not in {s.kind for s in find_strengths(talk(text), (filler,), "ai")}


def test_an_easy_pace_is_found_only_where_the_length_is_known() -> None:
    text = " ".join(["It rained on the hall that day."] * 20)
    assert "pace" in kinds(text, 56.0)
    assert "pace" not in kinds(text, 20.0)
    assert "pace" not in kinds(text)


@pytest.mark.parametrize("sample", [s.name for s in ENGLISH_SAMPLES])
def test_every_quote_is_in_the_talk(sample: str) -> None:
    text = load_sample(sample)
    for strength in find_strengths(talk(text), (), "ai"):
        assert isinstance(strength, Strength)
        assert strength.quote in text


def test_an_echo_is_shown_with_both_of_its_sentences() -> None:
    lines = "We had no money. We had no tiles that day."
    found = {s.kind: s.quote for s in find_strengths(talk(lines + END), (), "ai")}
    assert found["echo"] == lines


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("credit", "We made it that way."),
        ("credit", "I think we built it in a week."),
        ("time", "Bring a friend on Saturday."),
        ("reason", "It was maybe because of the rain."),
        ("reason", "We were, we were late because of the rain."),
        ("question", "Can you hear me at the back?"),
    ],
)
def test_what_a_sentence_does_not_show_is_not_praised(kind: str, sentence: str) -> None:
    assert kind not in kinds(sentence + END)


def test_a_rough_number_is_not_an_exact_figure() -> None:
    assert "number" not in kinds("It took about forty minutes." + END)
    assert "number" in kinds("It took forty minutes." + END)
