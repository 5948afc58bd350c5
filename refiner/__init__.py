"""Speech refiner: finds filler words by rule, judges them in context, and coaches the speaker."""

__version__ = "0.1.0"
