"""Find a Chromium for the tests and for paper, or install one: `python -m anodes.publish.browser`.

Prints the path of the browser; `--install` gets one where there is none. First one that is there,
then Debian's package where apt may be used, then Playwright's own download. A Chromium without a
window of its own (headless shell) comes first: it opens a page in half the time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from anodes.publish.processes import is_root

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
DEBIAN = ("chromium-headless-shell", "chromium")  # the first one is in newer releases only
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find_browser() -> str | None:
    """The path of a Chromium: the one that ANODES_BROWSER names, on the path, or Playwright's."""
    named = os.environ.get("ANODES_BROWSER")
    if named:
        return named
    for name in (*NAMES, MAC):
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def launch_arguments() -> list[str]:
    """What a Chromium needs to start in a container: little shared memory, no sandbox for root."""
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if is_root() else [])]


def install_browser() -> str | None:
    """Install a Chromium; progress goes to standard error, the path is returned."""
    apt = shutil.which("apt-get")
    sudo = [] if is_root() else ["sudo", "-n"]
    if apt and (not sudo or _runs([*sudo, "true"])):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], *(["install", "-y", name] for name in DEBIAN)):
            print(f"   apt-get {' '.join(arguments)}", file=sys.stderr)
            command = [*sudo, apt, "-qq", *arguments]
            subprocess.run(command, stdout=sys.stderr, env=environment, check=False)
            if path := find_browser():
                return path
    print("   downloading Playwright's chromium", file=sys.stderr)
    _runs([sys.executable, "-m", "playwright", "install", "chromium"])
    return find_browser()


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0
    except OSError:
        return False


def main() -> int:
    """Print the path; 1 with a sentence where no browser can be had."""
    path = find_browser() or (install_browser() if "--install" in sys.argv else None)
    if not path:
        print(
            "No Chromium was found and none could be installed. Install chromium or Chrome, or "
            "name one with ANODES_BROWSER=/path/to/it, and try again.",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
