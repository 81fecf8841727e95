"""A chapter by itself: its first code cell says how to get the package, and gets it."""

import json
import re
import subprocess
import sys
import tomllib

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


def run(source, folder, found, loaded="json", then=True):
    """Run the cell in a Python that has the package or not; what it would give to pip.

    `then` is whether the package is there after pip was asked.
    """
    code = (
        f"import importlib.util, types, {loaded}\n"
        f"there = [{found!r}]\n"
        "importlib.util.find_spec = lambda name: there[-1] or None\n"
        f"asks = lambda *words: (print(*words, flush=True), there.append({then!r}))\n"
        "get_ipython = lambda: types.SimpleNamespace(run_line_magic=asks)\n" + source
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return f"{done.stdout}{done.stderr}".strip()


@pytest.fixture
def beside_zip(tmp_path):
    (tmp_path / f"{downloads.NAME}-book.zip").touch()
    return tmp_path


def test_where_the_package_is_there_nothing_is_installed(tmp_path):
    assert run(alone.source(""), tmp_path, found=True) == ""


def test_where_it_is_missing_pip_gets_the_zip_of_the_book_with_its_extras(beside_zip):
    asked = run(alone.source(""), beside_zip, found=False)
    assert asked == f'pip install "{downloads.NAME}-book.zip[charts,check]"'


def test_where_the_repository_has_an_address_pip_gets_that(tmp_path):
    asked = run(alone.source("https://example.org/a"), tmp_path, found=False)
    assert asked == 'pip install "anodes[charts,check] @ git+https://example.org/a"'


def test_without_the_zip_the_cell_says_where_it_is_and_where_it_belongs(tmp_path):
    """pip says "Invalid requirement", which tells a reader of Colab nothing."""
    said = run(alone.source(""), tmp_path, found=False, loaded="numpy")
    assert said == (
        f"Download {downloads.NAME}-book.zip from the site's data page and put it beside this "
        "notebook (in Colab: upload it in the panel Files), then run this cell again."
    )


@pytest.mark.slow
def test_packages_that_were_loaded_before_are_no_longer_those_of_the_installation(beside_zip):
    """Colab loads numpy at its start; pip cannot take it out of a running kernel."""
    asked, said = run(alone.source(""), beside_zip, found=False, loaded="numpy").splitlines()
    assert asked.startswith("pip install ")
    assert said == "Restart the kernel, then run all cells again."
    assert run(alone.source(""), beside_zip, found=True, loaded="numpy") == ""


def test_what_pip_could_not_install_is_not_helped_by_a_restart(beside_zip):
    """Without a network: a reader who restarts would be asked to restart again."""
    made = run(alone.source(""), beside_zip, found=False, loaded="numpy", then=False)
    asked, said = made.splitlines()
    assert asked.startswith("pip install ")
    assert said == "It was not installed: the reason is above."


def test_the_charts_start_in_colab():
    """Colab's kernel is one of IPython 7.34 and of no later one, which a restart would meet."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"]]
    for extra in alone.EXTRAS.split(","):
        lines += project["optional-dependencies"][extra]
    wanted = dict(re.match(r"([\w-]+)\W+([\d.]+)", line).groups() for line in lines)
    assert tuple(map(int, wanted["ipython"].split("."))) <= (7, 34)
    assert not {"ipykernel", "jupyter-client", "tornado", "pyzmq"} & wanted.keys()
