"""What needs no encoder loads nothing of it."""

import subprocess
import sys

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
