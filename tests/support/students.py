"""Small students for the tests of training: the first layers of the shipped weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from refiner.analyst.encoder import FOLDER


def save_student(path: Path, layers: int) -> None:
    """The shipped head over the first `layers` of the shipped layers."""
    kept = {"head", *map(str, range(layers))}
    with np.load(FOLDER / "layers_q4.npz") as stored:
        arrays = {name: stored[name] for name in stored.files if name.split(".")[0] in kept}
    with path.open("wb") as file:
        np.savez(file, **arrays)
