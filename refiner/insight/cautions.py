"""Warnings about unreliable counts, and what a failed call means for the result."""

from __future__ import annotations

from refiner.detection.lexicon import lexicon_for
from refiner.insight.intervals import Counted, rate_interval
from refiner.insight.receipt import is_rules_only
from refiner.model import per_100_words
from refiner.run_document import CountedDocument, RunDocument

CLEANED_MIN_WORDS = 500  # a spoken talk of this length without any "um" is hardly natural
SHORT_MAX_WORDS = 100


def list_cautions(document: CountedDocument) -> list[str]:
    """One plain sentence or two for each thing that reduces confidence in the counts."""
    cautions = (_caution_cleaned(document), _caution_short(document))
    return [caution for caution in cautions if caution]


def describe_fallback(document: CountedDocument) -> str | None:
    """What a failed call means for the result, and what to do; None if none failed."""
    if not document["fallback_mode"]:
        return None
    error = document["error"]
    reason = error["message"] if error else document["fallback_reason"]
    if is_rules_only(document):
        return (
            f"No analysis: {reason}. The counts come from the rules alone and are unverified, and "
            "the advice comes from a template. Run it again for judged counts."
        )
    if document["coaching"]["source"] == "template":
        return (
            f"The model gave no advice: {reason}. The counts are refined, but the advice comes "
            "from a template. Run it again for the model's advice."
        )
    return f"A first try failed: {reason}. It was repeated in sequence; nothing is missing."


def _caution_cleaned(document: RunDocument) -> str | None:
    pauses = any(f["kind"] == "filled_pause" for f in document["fillers"])
    if pauses or document["words"] < CLEANED_MIN_WORDS:
        return None
    sounds = lexicon_for(document.get("language")).words_of("filled_pause")[:2]
    return (
        f"Not one {' or '.join(f'“{sound}”' for sound in sounds)} in "
        f"{document['words']:,} words: if this was spoken freely, the recogniser has "
        "probably removed them. Switch them on and transcribe again (Deepgram: "
        "filler_words=true, AssemblyAI: disfluencies=true)."
    )


def _caution_short(document: CountedDocument) -> str | None:
    counted = Counted(document["counts"]["ai"], document["words"])
    if counted.words >= SHORT_MAX_WORDS or not counted.words:
        return None
    low, high = rate_interval(counted)
    return (
        f"A very short text: with {counted.words} words the rate of {per_100_words(*counted):.1f} "
        f"per 100 words could equally be between {low:.1f} and {high:.1f}."
    )
