"""The lines for "okay" and "right": fillers and their neighbours, as written and without marks."""

import re

import pytest

from refiner.detection.detector import detect
from refiner.evaluation.gold import Sample, strip_punctuation

# A word in [brackets] is a filler, every other "okay" and "right" is meant.
BOTH_FORMS = """
[Okay], let's open the windows first.
[Okay], the second door leads to the cellar.
[Okay], I'll do the washing up.
[Okay], we're going to paint the hall.
[Okay], and now the last picture.
[Okay], and how do we get home?
[Okay], now the garden.
[Okay], then we leave on Friday.
[Okay], just leave it on the table.
[Okay], any questions?
[Okay], perfect, and who brings the keys?
[Okay], well I wrote the letter twice.
[Okay], there is one more box.
He thought, [okay], I'll wait outside.
Are you okay now?
Is it okay if we sit here?
Everything is okay then.
They were okay and then they fell ill.
It is not okay just because he said so.
It's really okay now.
The trip went okay and now we rest.
She is okay and how is your brother?
Everybody was okay, then the lights went out.
Press okay and then wait.
She gave the okay and now it can be built.
It's okay, I can walk.
The soup tastes okay now.
Is he okay? They can tell us more.
I told them the whole plan, [right], we never heard back.
It was that old bakery, [right], which sells rye bread.
We only have three chairs, [right], so somebody has to stand.
The new bridge, [right], it was closed for a year.
That film was strange, [right], they never explain it.
You bought the tickets, [right], so we can go in.
He carried my walk, [right], it was heavy.
The shop is on the right, you can see it.
To the right it gets steep.
Turn right, you will find the gate.
On my right you see the harbour.
In the upper right you can read the date.
You were right, it was too late.
She is right, we should ask.
Is that right? You never met?
All right, I'll call them.
We parked right next to it.
He came right after the game.
It starts right now.
Put it right here.
Right away they left.
She got it right, they said.
If I remember right, it was a Monday.
They did it right, you can tell.
Treat them right, they will stay.
Voting is a civil right, we say.
It is the right side of the road.
From left to right, it reads the same.
He was exactly right, which is rare.
It was just right, they loved it.
He came home. Yeah, right, I mean he crawled.
It was a long film. Right, I do.
That is nobody's right, who cares.
I agree. Oh right, we met before.
Eat right, you feel better.
Is it right if we leave early?
He is always right, you can trust him.
This makes it right, we hope.
It serves him right, they laughed.
""".strip().splitlines()

# Only the marks tell: without them the same words are read the other way.
MARKS_DECIDE = """
Yeah, okay.
Oh, okay.
Well, right.
It was dark. Yeah, right.
We stopped because, um, okay. Forget it.
Good. Okay. Open this box.
I like it. Okay. That's settled.
He stayed at home. Right? He sleeps a lot.
[Okay], that's the last page.
[Okay], I think we can begin.
Yeah, [okay], but the lid is missing.
Well, okay.
It works, [okay]?
They all came, [right]?
It was late, [right], and nobody answered.
""".strip().splitlines()


def _found(text: str) -> list[str]:
    spans = [c for c in detect(text) if c.word in ("okay", "right")]
    return [text[max(0, c.start - 8) : c.end + 8] for c in spans]


def _expected(marked: str) -> tuple[str, list[str]]:
    """The sentence without brackets, and its fillers with what is around them."""
    text = re.sub(r"[\[\]]", "", marked)
    places = [m.start() - 2 * n for n, m in enumerate(re.finditer(r"\[", marked))]
    words = re.findall(r"\[(.+?)\]", marked)
    around = [
        text[max(0, at - 8) : at + len(word) + 8]
        for at, word in zip(places, words, strict=True)
        if word.lower() in ("okay", "right")
    ]
    return text, around


@pytest.mark.parametrize("marked", [*BOTH_FORMS, *MARKS_DECIDE])
def test_okay_and_right_are_fillers_where_they_only_lead_over_or_ask(marked: str) -> None:
    text, around = _expected(marked)
    assert _found(text) == around


@pytest.mark.parametrize("marked", BOTH_FORMS)
def test_okay_and_right_are_read_the_same_without_marks(marked: str) -> None:
    text, around = _expected(marked)
    raw = strip_punctuation(Sample("s", text, ())).text
    assert len(_found(raw)) == len(around), raw
