"""What the evaluation counts as kept, invented, found and wrong."""

from __future__ import annotations

import numpy as np
import pytest

from refiner.model import Source, Stretch, Transcript
from scripts.evaluate_hesitations import Tally, add_talk
from scripts.speak import Spoken


def test_each_hesitation_is_kept_found_or_missed_and_all_else_is_wrong():
    spoken = Spoken(np.zeros(0, np.int16), ((1.0, 1.3), (5.0, 5.3), (9.0, 9.3)))
    text = "so um we uh went"
    words = (Stretch(3, 5, 1.2, 1.4), Stretch(9, 11, 7.0, 7.2))  # no one said the second
    transcript = Transcript(text, Source(None, "wav recording", ""), timed_words=words)
    tally = Tally()
    add_talk(tally, spoken, transcript, [(5.1, 5.4), (1.0, 1.3)])
    assert tally == Tally(said=3, kept=1, invented=1, found=1, wrong=1)
    assert (tally.recall, tally.precision) == pytest.approx((0.5, 0.5))
