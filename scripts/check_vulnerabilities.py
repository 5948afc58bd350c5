"""Known vulnerabilities of the locked packages: `python -m scripts.check_vulnerabilities`.

The auditor itself says "none found" also of packages that it could not look up; here that is an
error of its own. Exit status: 0 all were looked up and none is known, 1 some are, 2 not known.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements-dev.lock"  # holds all of the other
_TIMEOUT_S = 600.0


def main() -> int:
    status, lines = judge_report(ask_auditor(LOCK))
    print("\n".join(lines))
    return status


def ask_auditor(lock: Path) -> str:
    """What the auditor says of each package of `lock`, as JSON; empty if it got no answer."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--format", "json"]
    command += ["--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    try:
        ended = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_TIMEOUT_S
        )
    except subprocess.TimeoutExpired:
        return ""
    return ended.stdout.decode("utf-8", "replace")


def judge_report(report: str) -> tuple[int, list[str]]:
    """Exit status and lines for the auditor's JSON."""
    try:
        packages: Sequence[Mapping[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 2, ["Not known: the data on vulnerabilities cannot be reached."]
    unknown = [p["name"] for p in packages if "vulns" not in p]
    found = [
        f"{p['name']} {p['version']}: {v['id']}, corrected in {', '.join(v['fix_versions']) or '?'}"
        for p in packages
        for v in p.get("vulns", ())
    ]
    checked = len(packages) - len(unknown)
    if unknown or not packages:
        found.append(
            f"Not known of {len(unknown)} of {len(packages)} packages: "
            "the data on them cannot be reached."
        )
        return (1 if checked and len(found) > 1 else 2), found
    return (1, found) if found else (0, [f"No vulnerability is known of {checked} packages."])


if __name__ == "__main__":
    sys.exit(main())
