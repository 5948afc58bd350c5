"""Speech refiner: finds filler words by rule, judges them in context, and coaches the speaker."""

import os

# onnxruntime 1.32 reports its use to its makers unless this is set before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
