"""Whether the process that began a run is still alive, however it ended."""

import os
import subprocess
import sys
import time

import pytest

from refiner.processes import is_alive, this_process


def test_this_process_runs():
    assert is_alive(this_process())


@pytest.mark.parametrize("name", [None, "", "0@", "-1@5", "{pid}@1"])
def test_no_process_and_another_of_the_same_number_do_not(name):
    name = name and name.format(pid=os.getpid())
    assert not is_alive(name)


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="needs /proc")
def test_one_that_was_killed_and_not_yet_waited_for_is_gone():
    code = "from refiner.processes import this_process as p; print(p(), flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    name = process.stdout.readline().strip()
    assert is_alive(name)
    process.kill()
    until = time.monotonic() + 5
    while is_alive(name) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_alive(name)
    process.communicate()
