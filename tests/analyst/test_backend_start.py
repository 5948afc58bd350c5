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
