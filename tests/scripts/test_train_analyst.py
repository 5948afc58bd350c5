"""What the tables of training score: verdicts as the analyst would put them together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from refiner.analyst.judge import MARGIN, mix_logits
from refiner.analyst.weights import chance_of
from refiner.evaluation.gold import JudgedSpan, Sample
from scripts.train.pack import save_arrays
from scripts.train.weights import Span
from scripts.train.windows import cut_windows
from scripts.train_analyst import held_out_chances, read_held_out


def test_the_encoder_decides_where_the_weights_are_not_sure() -> None:
    sure = float(np.log(1 / MARGIN)) + 0.5
    spans = [Span(0, at, "like", True, True, {}) for at in (0, 10)]
    chances = held_out_chances(spans, np.array([sure, 0.4]), {(0, 0): -9.0, (0, 10): -2.0})
    assert chances[0, 0] == pytest.approx(chance_of(sure))
    assert chances[0, 10] == pytest.approx(chance_of(mix_logits(-2.0, 0.4)))
    fast = held_out_chances(spans, np.array([sure, 0.4]), None)
    assert fast[0, 10] == pytest.approx(chance_of(0.4))


def test_logits_of_a_training_find_their_words_again(tmp_path: Path) -> None:
    from tokenizers import Tokenizer

    from refiner.analyst.encoder import FOLDER

    text = "It was, like, late, and I like it."
    starts = (8, 26)
    judged = tuple(JudgedSpan(at, at + 4, "like", "like", at == 8) for at in starts)
    sample = Sample("a", text, judged)
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    windows = cut_windows(tokenizer, [(0, sample)])
    arrays = windows.arrays("test.written.0") | windows.arrays("test.unpunctuated.0")
    save_arrays(tmp_path / "prepared.npz", arrays)
    logits = np.zeros(windows.label.shape, np.float32)
    logits[0, :2] = (2.5, -1.5)
    rows = ("written", "unpunctuated")
    save_arrays(tmp_path / "logits.npz", {f"6:0.5 test.{row}.0": logits for row in rows})
    for read in read_held_out(tmp_path, [[sample], [sample]]):
        assert read == {(0, 8): 2.5, (0, 26): -1.5}
