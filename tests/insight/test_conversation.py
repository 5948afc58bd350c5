"""What each person does in a conversation, by turns and times."""

from __future__ import annotations

import asyncio
from typing import Any

from refiner.analyst.backend import LocalBackend
from refiner.insight.conversation import measure_conversation
from refiner.transcripts import read_transcript
from tests.support.runs import document_of

OVERLAPPING = """\
1
00:00:01,000 --> 00:00:06,000
Ada: Where is the lamp, and who has seen it? Is it in the hall?

2
00:00:05,000 --> 00:00:09,000
Bo: I have seen it in the attic.

3
00:00:08,500 --> 00:00:09,500
Ada: Mm-hm.

4
00:00:10,000 --> 00:00:12,000
Bo: Why?
"""


def measured(text: str, **chosen: Any) -> dict[str, Any]:
    transcript = read_transcript(text.encode(), **chosen)
    document = asyncio.run(document_of(transcript, LocalBackend("fast")))
    return {person.name: person for person in measure_conversation(document)}


def test_shares_turns_questions_and_interruptions_of_each() -> None:
    people = measured(OVERLAPPING)
    ada, bo = people["Ada"], people["Bo"]
    assert (ada.turns, bo.turns) == (2, 2)
    assert (ada.questions, bo.questions) == (2, 1)
    assert round(ada.share + bo.share, 6) == 1
    assert (ada.longest_words, ada.longest_s) == (14, 5.0)
    assert (bo.longest_words, bo.longest_s) == (7, 4.0)
    assert bo.interruptions == 1
    assert ada.interruptions == 0  # "Mm-hm" is no interruption


def test_without_overlapping_times_interruptions_are_unknown_not_none() -> None:
    people = measured("Ada: Where is the lamp?\nBo: In the attic, I think.\n")
    assert people["Ada"].interruptions is None
    assert people["Ada"].longest_s is None
    assert people["Ada"].questions == 1


def test_a_single_speaker_is_not_a_conversation() -> None:
    assert measured("The lamp is in the attic.") == {}
    assert measured(OVERLAPPING, speakers=["Bo"]) == {}
