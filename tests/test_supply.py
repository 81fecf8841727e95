"""What the book is made of: every package declared and pinned, every shipped file credited."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_every_pinned_file_has_a_hash_and_no_address_is_written():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^[\w.-]+==(?:.*\\\n)*.*\n", text, re.M)
    assert "".join(entries) == text
    assert len(entries) > 150
    unhashed = [e for e in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", e)]
    assert unhashed == []
    assert "://" not in text


def test_the_environment_is_installed_from_hashed_files_only():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"pip install(?:.*\\\n)*.*", makefile)
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]  # the package itself


def deptry(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("deptry")), str(folder), "--no-ansi"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_every_import_is_declared_and_every_package_used():
    found = deptry(ROOT)
    assert found.returncode == 0, found.stderr


def test_an_import_that_is_not_declared_is_found(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "anodes"
    package.mkdir()
    (package / "__init__.py").write_text("import numpy\n\ndef f():\n    import requests\n")
    found = deptry(tmp_path)
    assert found.returncode == 1
    assert "'requests' imported but it is a transitive dependency" in found.stderr + found.stdout
    assert "'numpy' imported" not in found.stderr + found.stdout
