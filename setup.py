"""Names the packages of the wheel; everything else about it is in pyproject.toml."""

import shutil

from setuptools import find_namespace_packages, setup
from setuptools.command.build_py import build_py


class BuildAfresh(build_py):
    """Without what an earlier build left in `build/`: a file may have been deleted since."""

    def run(self):
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


setup(
    packages=[*find_namespace_packages(include=["refiner", "refiner.*"]), "refiner._workbench"],
    cmdclass={"build_py": BuildAfresh},
)
