"""Sample talks, written for the refiner: plain text files in `data/samples`, read as any other."""

from __future__ import annotations

from dataclasses import dataclass

from refiner.errors import InputError
from refiner.model import is_english
from refiner.places import DATA_FOLDER

SAMPLES_FOLDER = DATA_FOLDER / "samples"
EXPLORE_FOLDER = SAMPLES_FOLDER.with_name("explore")


@dataclass(frozen=True, slots=True)
class SampleTalk:
    """A file `name`.txt; `shows` says in one line what it demonstrates."""

    name: str
    title: str
    speaker: str
    shows: str
    language: str = "en"


SAMPLES = (
    SampleTalk(
        "polished",
        "Opening the new town hall",
        "Ruth",
        "A polished speech: rules and analysis agree, so the first coaching is kept",
    ),
    SampleTalk(
        "casual",
        "A week with my sister's bees",
        "Sam",
        "A casual talk full of “like”, most of it meant: the coaching is rewritten",
    ),
    SampleTalk(
        "long",
        "The bus that the village ran itself",
        "Marianne",
        "A talk of twenty minutes, with the slips that come with speaking freely",
    ),
    SampleTalk(
        "clean",
        "The day of the seed potatoes",
        "Jonas",
        "A talk without a single filler: there is always something else to coach",
    ),
    SampleTalk(
        "interview",
        "Driving the night train",
        "Ada and Ben",
        "An interview of two people, each line with its speaker's name",
    ),
    SampleTalk(
        "german",
        "Wie unser Gartenhaus entstand",
        "Katrin",
        "German: filled pauses by rule, other words only where a model judges them",
        "de",
    ),
    SampleTalk(
        "spanish",
        "El día que abrimos la panadería",
        "Lucía",
        "Spanish: filled pauses by rule, other words only where a model judges them",
        "es",
    ),
    SampleTalk(
        "french",
        "Apprendre à nager à quarante-deux ans",
        "Bruno",
        "French: filled pauses by rule, other words only where a model judges them",
        "fr",
    ),
    SampleTalk(
        "portuguese",
        "O relógio de sol da Luana",
        "Renata",
        "Portuguese: filled pauses by rule, other words only where a model judges them",
        "pt",
    ),
    SampleTalk(
        "italian",
        "Il nonno e il computer",
        "Matteo",
        "Italian: filled pauses by rule, other words only where a model judges them",
        "it",
    ),
    SampleTalk(
        "dutch",
        "De dag dat mijn fiets weg was",
        "Sanne",
        "Dutch: filled pauses by rule, other words only where a model judges them",
        "nl",
    ),
)


ENGLISH_SAMPLES = tuple(sample for sample in SAMPLES if is_english(sample.language))


def load_sample(name: str) -> str:
    """The text of a sample; raises InputError, naming the samples, for any other name."""
    names = [sample.name for sample in SAMPLES]
    if name not in names:
        raise InputError("sample", f"unknown: {name!r}; there are {', '.join(names)}")
    return (SAMPLES_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
