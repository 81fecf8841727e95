"""Which tests a changed chapter asks for."""

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import selection
from conftest import ROOT
from executed import scope

from anodes.publish import build


def item(path="tests/test_site.py", longest=False, fixtures=(), **params):
    return SimpleNamespace(
        path=Path(path),
        fixturenames=fixtures,
        callspec=SimpleNamespace(params=params),
        get_closest_marker=lambda name: longest and name == "longest",
    )


ITEMS = {
    "a cell of tin": item("chapters/tin.ipynb"),
    "a cell of silicon": item("chapters/silicon.ipynb"),
    "a page": item(name="tin"),
    "another page": item(name="silicon"),
    "a path": item("tests/test_chapters.py", chapter=ROOT / "chapters/tin.ipynb"),
    "an explorer of silicon": item("tests/test_explorers.py", figure="fig-si-explore"),
    "all pages": item(number=3),
    "the second build": item(longest=True),
}


@pytest.fixture
def book(tmp_path):
    """A project whose tests have passed, with two chapters."""
    (tmp_path / "chapters").mkdir()
    for name, figure in (("tin", "fig-sn-a"), ("silicon", "fig-si-explore")):
        cell = {"metadata": {"mystnb": {"figure": {"name": figure}}}}
        (tmp_path / f"chapters/{name}.ipynb").write_text(
            json.dumps({"cells": [cell]}), encoding="utf-8"
        )
    (tmp_path / "_toc.yml").write_text("root: chapters/tin\n", encoding="utf-8")
    selection.note_passed(build.sources(tmp_path), {}, tmp_path)
    return tmp_path


def kept(root):
    left = selection.of_changed_chapters(ITEMS.values(), selection.unchanged(root), root)
    return {name for name, one in ITEMS.items() if one in left}


def test_of_a_changed_chapter_and_of_all_chapters(book):
    (book / "chapters/tin.ipynb").write_text('{"cells": [], "name": "fig-sn-b"}', encoding="utf-8")
    assert kept(book) == {"a cell of tin", "a page", "a path", "all pages"}


def test_nothing_is_left_out_where_anything_else_changed(book):
    (book / "_toc.yml").write_text("root: chapters/silicon\n", encoding="utf-8")
    assert kept(book) == set(ITEMS)


@pytest.mark.parametrize("record", [None, "", "[", "[]", "{}", '{"chapters/tin.ipynb": "0"}'])
def test_nothing_is_left_out_where_no_run_is_known(book, record):
    (book / selection.PASSED).unlink()
    if record is not None:
        (book / selection.PASSED).write_text(record, encoding="utf-8")
    assert kept(book) == set(ITEMS)


def test_what_tests_loaded_is_kept_with_what_it_was(tmp_path):
    """Two that loaded the same share an entry of the file."""
    (tmp_path / "html").mkdir()
    for name in ("a.html", "b.js"):
        (tmp_path / "html" / name).write_text(name, encoding="utf-8")
    first = selection.digests(tmp_path / "html", {"b.js", "a.html"})
    other = selection.digests(tmp_path / "html", {"a.html", "not there"})
    assert first["a.html"] == hashlib.sha256(b"a.html").hexdigest() == other["a.html"]
    loaded = {"one": first, "two": first, "three": other}
    selection.note_passed({"x": "1"}, loaded, tmp_path)
    assert selection.passed(tmp_path) == ({"x": "1"}, loaded)
    assert (tmp_path / selection.PASSED).read_text(encoding="utf-8").count('"b.js"') == 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["share"], True), (["leave_phone", "tmp_path", "steps"], True),
        (["share", "site"], False), (["share", "words"], False),  # reads files of the site as well
        (["browser"], False), (["tab"], False), (["tmp_path"], False),
    ],
)  # fmt: skip
def test_a_test_that_has_more_of_the_site_than_pages_is_known(asked, expected):
    """`words` asks for the site, `steps` for a page that is noted; `share` for tab and site."""
    asks = {"share": ["tab", "noted"], "leave_phone": ["leave"], "leave": ["share"], "tab": ["browser"],
            "browser": [], "noted": ["site"], "words": ["site"], "steps": ["visit"], "visit": ["tab"]}  # fmt: skip
    known = {name: [SimpleNamespace(argnames=names)] for name, names in asks.items()}
    needed, todo = set(), list(asked)
    while todo:
        needed.add(name := todo.pop())
        todo += asks.get(name, [])
    made = SimpleNamespace(
        fixturenames=needed,
        _fixtureinfo=SimpleNamespace(argnames=asked, name2fixturedefs=known),
    )
    assert selection.sees_pages_only(made) == expected


def test_a_fast_test_needs_neither_site_nor_browser_nor_kernels():
    assert selection.is_fast(item(fixtures=("tmp_path",)))
    for fixture in ("site", "browser", "ran"):
        assert not selection.is_fast(item(fixtures=("tmp_path", fixture)))


@pytest.mark.parametrize(
    ("nodeid", "expected"),
    [
        ("tests/viz/test_explorers.py::test_a[fig-si-explore]", "silicon"),
        ("tests/viz/test_explorers.py::test_a[fig-your-one]", "your-electrode"),
        ("tests/publish/test_site.py::test_b[silicon]", "silicon"),
        ("tests/publish/test_site.py::test_b[your-electrode]", "your-electrode"),
        ("tests/publish/test_site.py::test_b[> 500-cycles > 500-dataset]", "dataset"),
        ("tests/publish/test_access.py::test_c[credits]", "credits"),
        ("tests/publish/test_links.py::test_c[credits]", "credits"),
        ("tests/publish/test_site.py::test_b[dataset-> 500-cycles > 500]", "dataset"),
        ("tests/publish/test_site.py::test_b[your-electrode-svg-<svg]", "your-electrode"),
        ("tests/viz/test_explorers.py::test_a[fig-your-one-rows_better]", "your-electrode"),
        *((one, one) for one in (  # of no page
            "tests/publish/test_drawn.py::test_d[light-None-None-light]",
            "tests/publish/test_site.py::test_e",
            "tests/publish/test_build.py::test_f[1-silicon-2]",
        )),
        ("tests/audit/test_audit.py::test_g[silicon]", "tests/audit/test_audit.py"),
        ("chapters/tin.ipynb::Cell 3", "chapters/tin.ipynb"),
    ],
)  # fmt: skip
def test_tests_of_a_page_or_of_its_figures_come_together(nodeid, expected):
    assert scope(nodeid) == expected


def test_a_page_is_left_by_the_last_test_that_shares_it_and_short_ones_end_a_run():
    def of(nodeid, *fixtures):
        return SimpleNamespace(nodeid=nodeid, **vars(item(fixtures=fixtures)))

    items = [
        of("one", "site"),
        of("tin", "visit", "browser"), of("tin", "leave", "share", "browser"),
        of("tin", "share", "browser"),
        of("fast"),
        of("silicon", "share", "browser"), of("silicon", "site"),
        of("fast", "site"),  # what waits for the site makes all of its file wait
        of("other"),
    ]  # fmt: skip
    places = [items.index(one) for one in selection.in_order(items, lambda nodeid: nodeid)]
    assert places == [8, 3, 2, 1, 4, 7, 5, 6, 0]


def test_tests_of_a_page_go_on_with_it_in_the_order_of_what_they_open():
    def of(*names):
        return SimpleNamespace(nodeid="tin", **vars(item(fixtures=("browser", *names))))

    phone = ("share", "leave", "share_phone")
    items = [
        of(*phone, "leave_phone"), of("visit"), of(*phone), of("share"),
        of("share", "share_file"), of("share", "leave"), of("share", "leave", "leave_file"),
    ]  # fmt: skip
    places = [items.index(one) for one in selection.in_order(items, lambda nodeid: nodeid)]
    assert places == [3, 5, 4, 6, 2, 0, 1]


def test_every_chapter_has_a_figure():
    chapters = {path.stem for path in (ROOT / "chapters").glob("*.ipynb")}
    assert set(selection.figures(ROOT).values()) == chapters
