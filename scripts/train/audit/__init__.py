"""Training of the network that reads sentences of advice (`refiner/advice/audit/network.py`)."""
