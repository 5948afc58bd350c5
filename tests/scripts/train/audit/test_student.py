"""What is learnt in torch is what the audit computes without it; needs torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from refiner.advice.audit import network

torch = pytest.importorskip("torch")  # for training alone, so not in requirements


def test_the_stored_network_says_what_the_trained_one_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scripts.train.audit.batches import pack
    from scripts.train.audit.student import Student

    torch.manual_seed(1)
    student = Student().eval()
    student.save(tmp_path / "network.npz")
    head, pieces = network.cut_sentence("pause before FILLER, then go on.", "advice", True)
    longer = head + pieces + pieces
    with torch.no_grad():
        wanted, _ = student(*pack([head + pieces, longer])).tolist()
    monkeypatch.setattr(network, "WEIGHTS", tmp_path / "network.npz")
    network._load_weights.cache_clear()
    try:
        found = network._read_pieces(head + pieces)
    finally:
        network._load_weights.cache_clear()
    assert found == pytest.approx(wanted, abs=0.02)


def test_what_differs_is_told_apart_and_an_opinion_is_taken() -> None:
    from scripts.train.audit.batches import pack
    from scripts.train.audit.student import WIDTH, learn

    labelled = [([1, 20 + n % 5, 300 + n % 2], n % 2 == 0) for n in range(40)]
    opinions = [([1, 30, 300], 3.0)] * 20
    draw = np.random.default_rng(1)
    names = list(network.load_pieces())[-2 * WIDTH :]
    vectors = {name: draw.normal(size=WIDTH).astype(np.float32) for name in names}
    student = learn(labelled, opinions, vectors, 1)
    with torch.no_grad():
        false, sound = student(*pack([[1, 20, 300], [1, 20, 301]])).tolist()
    assert false > sound
