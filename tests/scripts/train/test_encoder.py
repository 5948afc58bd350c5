"""The network that learns computes what the shipped encoder computes; needs torch."""

from __future__ import annotations

import numpy as np
import pytest

from refiner.analyst.encoder import FOLDER
from refiner.analyst.exact import exact_forward, read_layers

torch = pytest.importorskip("torch")  # for training alone, so not in requirements


@pytest.mark.slow
def test_the_network_gives_the_logits_of_the_exact_form() -> None:
    from scripts.train.network import Embeddings, Network

    weights = read_layers(FOLDER)
    network = Network(Embeddings(FOLDER / "embeddings_q4.npz"), weights, 6).eval()
    network.head.data = torch.from_numpy(weights["head.w"])
    network.head_bias.data = torch.from_numpy(weights["head.b"])
    pieces = (0, *range(1000, 1030), 2)
    known = exact_forward(FOLDER)(pieces, tuple(range(len(pieces))))
    with torch.no_grad():
        found = network(torch.tensor([pieces]), torch.tensor([[3, 7]]), torch.tensor([[5, 8]]))
    wanted = [known[3:5].mean(), known[7:8].mean()]
    assert np.allclose(found[0].numpy(), wanted, atol=1e-3)
