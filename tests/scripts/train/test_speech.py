"""Unmarked speech: turns are read, markup is not, and judged places are left alone."""

from __future__ import annotations

from pathlib import Path

from scripts.train.speech import choose_places, find_places, read_speech


def test_turns_of_one_speaker_are_joined_without_markup(tmp_path: Path) -> None:
    said = "I like [this thing](https://example.org) *very* much. " * 20
    (tmp_path / "talk.md").write_text(
        f"**Ann:** {said}\n\n**Bob:** Short.\n\n**Ann:** \\[laughter\\] Well, yes.\n"
    )
    (part,) = read_speech(tmp_path)
    assert part.startswith("I like this thing very much. I like")
    assert part.endswith("much. Well, yes.")


def test_judged_places_are_not_found_again() -> None:
    text = "Well, I like it, you know."
    assert [s.form for s in find_places(text)] == ["well", "like", "you know"]
    assert [s.form for s in find_places(text, [(0, 4)])] == ["like", "you know"]
    (sample,) = choose_places([text, "Nothing here."])
    assert not any(judged.filler for judged in sample.judged)
