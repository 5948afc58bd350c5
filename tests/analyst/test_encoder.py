"""The encoder: it loads once, gives the known logits, and is replaced where it cannot run."""

from __future__ import annotations

import json
import logging
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

from refiner.analyst import encoder as module
from refiner.analyst.encoder import FOLDER, MAX_DIFFERENCE, SHARED, Encoder, load_encoder
from refiner.analyst.exact import exact_forward

PROBE = json.loads((FOLDER / "probe.json").read_text(encoding="utf-8"))


@pytest.fixture
def encoder() -> Encoder:
    found = load_encoder()
    assert found
    return found


@pytest.fixture(scope="module")
def exact() -> Encoder:
    """The same weights without integers; they take seconds to unpack."""
    found = load_encoder()
    assert found
    return Encoder(found._tokenizer, exact_forward(FOLDER))


@pytest.fixture
def fresh():
    """An encoder that is loaded again, and forgotten afterwards."""
    module._load.cache_clear()
    yield
    module._load.cache_clear()


def spans(text: str, word: str) -> list[tuple[int, int]]:
    parts = text.split(word)
    starts = [sum(map(len, parts[:n])) + len(word) * (n - 1) for n in range(1, len(parts))]
    return [(start, start + len(word)) for start in starts]


@pytest.mark.parametrize("row", PROBE, ids=lambda row: row["text"])
def test_the_exact_form_gives_the_known_logit(row, exact: Encoder) -> None:
    (logit,) = exact.logits(row["text"], [(row["start"], row["end"])])
    assert logit == pytest.approx(row["logit"], abs=1e-3)


def test_the_probe_has_ten_windows_on_both_sides() -> None:
    assert len(PROBE) == 10
    assert {row["logit"] > 0 for row in PROBE} == {True, False}


def test_there_is_one_encoder_a_process(encoder: Encoder) -> None:
    assert load_encoder() is encoder


def test_a_logit_does_not_depend_on_what_is_asked_far_away(encoder: Encoder) -> None:
    text = "It was, like, late. " + "We went on and on for a while. " * 20 + "I like the garden."
    both = encoder.logits(text, spans(text, "like"))
    assert both == [encoder.logits(text, [span])[0] for span in spans(text, "like")]
    assert both[0] > 0 > both[1]


def test_the_number_of_readers_changes_no_logit(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "I like it, and, like, it works for me most of the time so far, I think. " * 12
    places = spans(text, "like")
    many = encoder.logits(text, places)
    monkeypatch.setattr(module, "READERS", 1)
    again = Encoder(encoder._tokenizer, encoder._forward.__wrapped__)
    assert again.logits(text, places) == many


def test_a_text_that_two_threads_need_is_read_once(encoder: Encoder) -> None:
    windows: list[tuple[int, ...]] = []

    def note(pieces: tuple[int, ...], rows: tuple[int, ...]) -> np.ndarray:
        windows.append(pieces)
        time.sleep(0.02)  # the other asks meanwhile
        return np.arange(len(rows), dtype=np.float64)

    slow = Encoder(encoder._tokenizer, note)
    text = "".join(f"Point {n} is, like, clear to all of us here. " for n in range(20))
    together = Barrier(2)

    def ask(_: int) -> list[float]:
        together.wait()
        return slow.logits(text, spans(text, "like"))

    with ThreadPoolExecutor(2) as askers:
        first, second = askers.map(ask, range(2))
    assert first == second
    assert len(windows) == len(set(windows)) > 3


def test_neighbours_share_a_window(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    windows: list[int] = []
    forward = encoder._forward

    def note(pieces, rows):
        windows.append(len(pieces))
        return forward(pieces, rows)

    monkeypatch.setattr(encoder, "_forward", note)
    text = "like one " * (2 * SHARED)
    assert len(encoder.logits(text, spans(text, "like"))) == 2 * SHARED
    assert len(windows) == 4
    assert max(windows) <= 112


@pytest.mark.parametrize("form", ["integers", "exact"])
def test_the_rows_asked_for_change_no_logit(form: str, encoder: Encoder) -> None:
    forward = encoder._forward if form == "integers" else exact_forward(FOLDER)
    pieces = (0, *range(500, 580), 2)
    every = forward(pieces, tuple(range(len(pieces))))
    asked = (3, 40, 41, 81)
    assert forward(pieces, asked) == pytest.approx(every[list(asked)], abs=0.02)


def test_any_span_has_a_logit(encoder: Encoder) -> None:
    for text in ("like", "🙂 like", "o.k.", "İlike", "x" * 500 + " like"):
        assert len(encoder.logits(text, [(0, len(text))])) == 1


def test_a_processor_with_other_integers_gets_the_exact_form(
    fresh, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "_probe", lambda _: MAX_DIFFERENCE + 0.1)
    with caplog.at_level(logging.WARNING):
        encoder = load_encoder()
    assert encoder
    assert "exact" in caplog.text
    row = PROBE[0]
    logit = encoder.logits(row["text"], [(row["start"], row["end"])])[0]
    assert logit == pytest.approx(row["logit"], abs=1e-3)


def test_without_its_libraries_there_is_one_warning_and_no_encoder(
    fresh, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with caplog.at_level(logging.WARNING):
        assert load_encoder() is None
        assert load_encoder() is None
    assert len(caplog.records) == 1
    assert "rules alone" in caplog.text


def test_the_weights_fit_into_thirty_megabytes() -> None:
    assert sum(path.stat().st_size for path in Path(FOLDER).iterdir()) < 30_000_000
