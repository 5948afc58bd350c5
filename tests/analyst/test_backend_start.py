"""What needs no encoder loads nothing of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_command_line_starts_without_the_encoders_libraries():
    code = (
        "import sys, refiner.cli.parser, refiner.analyst.backend;"
        "sys.exit(bool({'onnxruntime', 'tokenizers'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_the_command_line_starts_without_pandas_and_can_use_it_later():
    code = (
        "import sys, refiner.cli.parser;"
        "early = {'pandas', 'numpy', 'genai_prices', 'openai'} & sys.modules.keys();"
        "import pandas;"
        "sys.exit(bool(early))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_the_library_that_runs_the_encoder_reports_nothing_to_its_makers(tmp_path: Path) -> None:
    """Its telemetry leaves the id of a session in the temporary folder once it is on."""
    code = (
        "from refiner.analyst.encoder import load_encoder; encoder = load_encoder();"
        "assert encoder is not None; encoder.logits('It was, like, late.', [(8, 12)])"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert list(tmp_path.iterdir()) == []
