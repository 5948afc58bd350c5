"""Every test runs the local analyst without its encoder, unless it asks for it by name."""

import os

os.environ["REFINER_ANALYST"] = "fast"
