"""Test the book on every supported Python of this machine: `make test-all`.

An interpreter is looked for in PYTHONS (paths, separated by spaces), on the path and among those
that uv knows; nothing is downloaded. Each version has an environment of its own in `.venvs/`, with
the pinned packages, made once. There the data are validated, the chapters are executed and compared
with what is stored, and all tests run that need neither the built site nor a browser.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENTS = ROOT / ".venvs"
LOGS = ROOT / "_build" / "versions"
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
STEPS = {
    "data": ("-m", "anodes", "validate"),
    "chapters": ("-m", "anodes.publish.refresh", "--check"),
    "tests": ("-m", "pytest", "--nbval", "--fast", "-n", "2"),
}
VERSION = "import sys; print('{}.{} {}.{}.{}'.format(*sys.version_info[:2], *sys.version_info[:3]))"


def main() -> int:
    """Test each supported version that is here; 1 if one fails or none is here."""
    found = interpreters(os.environ)
    verdicts = []
    broken = 0
    for version in SUPPORTED:
        if version not in found:
            verdicts.append(f"{version:8}skipped: not in PYTHONS, not on the path, unknown to uv")
            continue
        full, python = found[version]
        print(f"== Testing with Python {full}: {python}", flush=True)
        start = time.monotonic()
        failed = _tested(version, python)
        broken += bool(failed)
        verdicts.append(f"{full:8}{_verdict(version, failed)} ({time.monotonic() - start:.0f} s)")
    print("\n".join(["", *verdicts]))
    return int(broken > 0 or not found)


def interpreters(environment: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """For each supported version that is here ('3.12') its full version and its interpreter."""
    found: dict[str, tuple[str, str]] = {}
    for python in _candidates(environment):
        version, full = _version(python)
        if version in SUPPORTED:
            found.setdefault(version, (full, python))
    return found


def _candidates(environment: Mapping[str, str]) -> Iterator[str]:
    """Paths of interpreters, of which some may not run: the named ones first, our own last."""
    yield from shlex.split(environment.get("PYTHONS", ""))
    uv = Path(sys.executable).with_name("uv")
    for version in SUPPORTED:
        if path := shutil.which(f"python{version}", path=environment.get("PATH")):
            yield path
        yield _printed([str(uv), "python", "find", "--no-python-downloads", version])
    yield sys.executable


def _version(python: str) -> tuple[str, str]:
    """'3.12' and '3.12.1' as an interpreter says; twice nothing where it does not run."""
    version, _, full = _printed([python, "-I", "-c", VERSION]).partition(" ")
    return version, full


def _printed(command: Sequence[str]) -> str:
    """What a command prints, or nothing where it fails or is not there."""
    try:
        result = subprocess.run(
            command, capture_output=True, encoding="utf-8", check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.strip() if result.returncode == 0 else ""


def _tested(version: str, python: str) -> list[str]:
    """Make the environment and run all steps; the names of those that failed."""
    LOGS.mkdir(parents=True, exist_ok=True)
    folder = ENVIRONMENTS / version
    make = ["make", "--no-print-directory", f"VENV={folder.relative_to(ROOT)}", f"PYTHON={python}"]
    with (LOGS / f"{version}.log").open("w", encoding="utf-8") as log:
        if not _runs([*make, str(folder.relative_to(ROOT) / "ready")], log):
            return ["environment"]
        own = str(folder / "bin" / "python")
        return [name for name, step in STEPS.items() if not _runs([own, *step], log)]


def _runs(command: Sequence[str], log: object) -> bool:
    """Whether a command succeeds in the project's folder; what it says goes to the log."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    result = subprocess.run(
        command, cwd=ROOT, env=clean, stdout=log, stderr=subprocess.STDOUT, check=False
    )
    return result.returncode == 0


def _verdict(version: str, failed: Sequence[str]) -> str:
    if not failed:
        return f"passed: {', '.join(STEPS)}"
    log = (LOGS / f"{version}.log").relative_to(ROOT)
    return f"failed: {', '.join(failed)}; the reasons are in {log}"


if __name__ == "__main__":
    sys.exit(main())
