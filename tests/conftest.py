"""Every test runs the local analyst without its encoder, unless it asks for it by name.

In CI the property tests try the same examples every time, so that a change is judged by what it
changes; elsewhere they try new ones at each run.
"""

import os

from hypothesis import settings

os.environ["REFINER_ANALYST"] = "fast"
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
