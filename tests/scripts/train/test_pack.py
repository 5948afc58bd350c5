"""4-bit weights: what is packed is what the encoder unpacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from refiner.analyst.encoder import FOLDER
from refiner.analyst.exact import unpack_levels
from scripts.train.pack import pack_layers, pack_levels, save_arrays


def test_shipped_weights_are_packed_again_as_they_were() -> None:
    with np.load(FOLDER / "layers_q4.npz") as stored:
        packed, scales, shape = (stored[f"0.wo.{part}"] for part in ("q", "s", "shape"))
    again, again_scales = pack_levels(unpack_levels(packed, scales, shape))
    assert (again == packed).all()
    assert (again_scales == scales).all()


def test_a_file_holds_matrices_in_four_bits_and_the_rest_in_full(tmp_path: Path) -> None:
    weights = {"0.wo": np.linspace(-1, 1, 64).reshape(2, 32), "head.b": np.ones(1)}
    save_arrays(tmp_path / "x.npz", pack_layers(weights))
    with np.load(tmp_path / "x.npz") as stored:
        assert set(stored) == {"0.wo.q", "0.wo.s", "0.wo.shape", "head.b"}
        found = unpack_levels(stored["0.wo.q"], stored["0.wo.s"], stored["0.wo.shape"])
    assert np.abs(found - weights["0.wo"]).max() < 1 / 15 + 1e-3
