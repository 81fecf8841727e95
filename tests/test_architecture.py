"""A wing of the package imports only what lies below it, and a fault would be seen."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

WINGS = ("physics", "data", "analysis", "validation", "audit", "viz")


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_wings_import_only_what_lies_below():
    kept = contracts(ROOT)
    assert kept.returncode == 0, kept.stdout


def test_an_import_back_up_is_found(tmp_path):
    shutil.copytree(ROOT / "anodes", tmp_path / "anodes")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    room = tmp_path / "anodes/data/quoting.py"
    room.write_text("from anodes.viz import tables\n" + room.read_text(encoding="utf-8"))
    broken = contracts(tmp_path)
    assert broken.returncode == 1
    assert "anodes.data.quoting -> anodes.viz.tables" in broken.stdout


@pytest.mark.parametrize("wing", WINGS)
def test_a_public_name_is_no_room_of_its_wing(wing):
    """`data.claims` would otherwise be a function or a module, by what was imported before."""
    module = importlib.import_module(f"anodes.{wing}")
    rooms = {path.stem for path in (ROOT / "anodes" / wing).glob("*.py")}
    assert not rooms & set(module.__all__) - {"tolerances", "explorers"}


def test_wings_are_imported_without_what_they_may_not_need():
    heavy = {"pandas", "altair", "matplotlib", "pint", "gemmi", "ipywidgets"}
    code = f"import sys; from anodes import {', '.join(WINGS)}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
