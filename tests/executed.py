"""A chapter that nbval has executed is compared byte for byte with what `make refresh` would store.

nbval compares what it knows how to compare, cell by cell; here the same execution also shows that
nothing else of the file would change.
"""

from __future__ import annotations

import copy
import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from nbval.plugin import IPyNbCell
from xdist.scheduler import LoadScopeScheduling

from anodes.publish import alt_text, notebooks, pictures
from tests import kernels, selection

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "test_access.py", "test_build.py", "test_drawn.py", "test_explorers.py", "test_fields.py",
    "test_links.py", "test_site.py",
)  # fmt: skip


@functools.cache
def page_of() -> dict[str, str]:
    """The page of the site by each name that a test may have for it: its own, its figures'."""
    return selection.figures(ROOT) | {name: name for name in selection.pages(ROOT)}


def scope(nodeid: str) -> str:
    """What a test shares something expensive with: its file, its chapter, its page of the site.

    The page is the first or the last parameter of the test, or its figure is.
    """
    path, _, test = nodeid.partition("::")
    if not path.endswith(PAGES):
        return path
    words = test.removesuffix("]").partition("[")[2].split("-") if test.endswith("]") else []
    ends = [
        part for place in range(len(words)) for part in (words[place:], words[: len(words) - place])
    ]
    return next((page for part in ends if (page := page_of().get("-".join(part)))), nodeid)


class OneByOne(LoadScopeScheduling):
    """A worker that is free gets the next scope."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> OneByOne:
    """In place of `--dist`: its `worksteal` would split a notebook between two kernels."""
    config.option.loadscopereorder = False  # the order is that of tests/conftest.py
    return OneByOne(config, log)


def pytest_configure(config: pytest.Config) -> None:
    """One process forks the kernels for all workers, which find it by the environment."""
    if kernels.POSSIBLE and not hasattr(config, "workerinput"):
        forked = kernels.forked()
        os.environ[kernels.FOLDER] = str(forked.__enter__())
        config.add_cleanup(lambda: forked.__exit__(None, None, None))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> object:
    """Before the first cell of a chapter, nbval starts its kernel."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in kernels.environment().items():
            patch.setenv(name, value)
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> object:
    """Each cell with its alt text, as it is stored; after the last cell, the bytes of a chapter."""
    if isinstance(item, IPyNbCell):
        item.compare_outputs = functools.partial(_compared_with_words, item, item.compare_outputs)
    result = yield
    if isinstance(item, IPyNbCell):
        done = _executed(item)
        if len(done) == sum(cell.cell_type == "code" for cell in item.parent.nb.cells):
            stale = f"{item.path.name} is stale: `make refresh` would change it"
            made = _notebook(item.parent.nb, done)
            known = pictures.stored(item.parent.nb)
            assert notebooks.serialised(made, known) == item.path.read_text("utf-8"), stale
    return result


def _compared_with_words(
    item: IPyNbCell, compare: Callable[..., bool], test: list, ref: list, **more: object
) -> bool:
    """What nbval compares, with the words and pictures that a kernel does not know."""
    cell = {"metadata": item.cell.metadata, "outputs": test}
    alt_text.describe(cell)
    pictures.add({"cells": [cell]}, pictures.stored({"cells": [{"outputs": ref}]}))
    return compare(test, ref, **more)


def _executed(item: IPyNbCell) -> list[IPyNbCell]:
    """The cells of a chapter that have run up to this one, with it."""
    done = item.parent.__dict__.setdefault("executed", [])
    done.append(item)
    return done


def _notebook(stored: object, cells: list[IPyNbCell]) -> object:
    """A chapter with the outputs that its cells have now."""
    notebook = copy.deepcopy(stored)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, (cell, item) in enumerate(zip(code, cells, strict=True), start=1):
        cell.execution_count, cell.outputs = number, item.test_outputs
        for output in cell.outputs:
            if "execution_count" in output:  # nbval keeps no history, so that all are 0
                output.execution_count = number
    return notebook
