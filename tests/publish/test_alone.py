"""A chapter by itself: its first code cell says how to get the package, and gets it."""

import json
import subprocess
import sys

import pytest
from conftest import ROOT

from anodes.publish import alone, downloads

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


def cell(source, **more):
    return {"cell_type": "code", "source": source.splitlines(keepends=True), **more}


def notebook(*sources):
    return {"cells": [{"cell_type": "markdown", "source": ["# Title"]}, *map(cell, sources)]}


def first_code(made):
    return next(cell for cell in made["cells"] if cell["cell_type"] == "code")


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_begins_with_the_cell_that_gets_the_package(path):
    made = first_code(json.loads(path.read_bytes()))
    assert made["id"] == alone.NAME, "run `make refresh`"
    assert "".join(made["source"]) == alone.source(alone.repository())
    assert made["metadata"]["tags"] == ["remove-cell"]  # the site does not show it
    assert made["outputs"] == []


def test_the_cell_stands_before_the_first_code_and_only_once():
    made = notebook("from anodes import data", "1 + 1")
    alone.put(made, "")
    alone.put(made, "")
    ids = [each.get("id") for each in made["cells"]]
    assert ids == [None, alone.NAME, None, None]
    alone.put(made, "https://example.org/a/b")
    assert "anodes[charts,check] @ git+https://example.org/a/b" in "".join(
        first_code(made)["source"]
    )


def test_a_notebook_without_the_package_gets_no_cell():
    made = notebook("import math", "print('anodes')")
    alone.put(made, "")
    assert len(made["cells"]) == 3


def run(source, found, loaded="json"):
    """Run the cell in a Python that has the package or not; what it would give to pip."""
    code = (
        f"import importlib.util, types, {loaded}\n"
        f"importlib.util.find_spec = lambda name: {found!r}\n"
        "shell = types.SimpleNamespace(run_line_magic=lambda *words: print(*words))\n"
        "get_ipython = lambda: shell\n" + source
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    return f"{done.stdout}{done.stderr}".strip()


def test_where_the_package_is_there_nothing_is_installed():
    assert run(alone.source(""), found=True) == ""


def test_where_it_is_missing_pip_gets_the_zip_of_the_book_with_its_extras():
    asked = run(alone.source(""), found=None)
    assert asked == f'pip install "{downloads.NAME}-book.zip[charts,check]"'
    asked = run(alone.source("https://example.org/a"), found=None)
    assert asked == 'pip install "anodes[charts,check] @ git+https://example.org/a"'


@pytest.mark.slow
def test_packages_that_were_loaded_before_are_no_longer_those_of_the_installation():
    """Colab loads numpy at its start; pip cannot take it out of a running kernel."""
    asked, said = run(alone.source(""), found=None, loaded="numpy").splitlines()
    assert asked.startswith("pip install ")
    assert said == "Restart the kernel, then run all cells again."
    assert run(alone.source(""), found=True, loaded="numpy") == ""
