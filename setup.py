"""Names the packages of the wheel; everything else about it is in pyproject.toml."""

from setuptools import find_namespace_packages, setup

setup(packages=[*find_namespace_packages(include=["refiner", "refiner.*"]), "refiner._workbench"])
