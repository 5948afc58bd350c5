"""The command line: arguments in, documents or text out.

sqlite-utils imports pandas and numpy where they are installed, to store values of their types.
No command has such values, and pandas takes longer to import than all of this program; so both
are hidden while sqlite-utils is imported. A program that has imported them is left alone.
"""

import sys

_HIDDEN = {"pandas", "numpy"} - sys.modules.keys()
sys.modules.update(dict.fromkeys(_HIDDEN))  # type: ignore[arg-type]  # None: cannot be imported
try:
    import refiner.store  # noqa: F401
finally:
    for _name in _HIDDEN:
        del sys.modules[_name]
