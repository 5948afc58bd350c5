"""A verdict is explained by its heaviest cue."""

from __future__ import annotations

from refiner.analyst.cues.cue import FILLER, either_cue, filler_cue, literal_cue
from refiner.analyst.place import Place
from refiner.analyst.rationale import PLAIN, as_sentence, rationale


def test_the_rationale_is_the_heaviest_cue_of_the_verdicts_side() -> None:
    def always(_: Place) -> bool:
        return True

    cues = [
        literal_cue("a", "is a verb", always),
        filler_cue("b", "is weak", always),
        filler_cue("c", "is strong", always),
        either_cue("d", always, "is neither"),
    ]
    weights = {"x|cue a": -2.0, "x|cue b": 0.1, "x|cue c": 0.5, "x|cue d": 1.0}
    assert rationale(True, "x", cues, weights) == "Is strong."
    assert rationale(False, "x", cues, weights) == "Is a verb."
    assert rationale(True, "x", cues[3:], weights) == "Is neither."
    assert rationale(False, "x", cues[3:], weights) == as_sentence(PLAIN[False])
    assert rationale(True, "x", [c for c in cues if c.side != FILLER], weights) == "Is neither."
