"""What is done to whole pages: policy, slimming, metadata, cover, formulae, bibliography."""

import math
import shutil
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import ROOT
from docutils import nodes
from docutils.utils import new_document
from lxml import etree
from lxml.html import fragment_fromstring

from anodes.publish import bibliography, cover, mathml, metadata, plain, policy, site, slim


def app(folder, builder="html", **config):
    known = {"html_baseurl": "", "html_title": "The book", "project": "p", "author": "A. Author"}
    return SimpleNamespace(
        outdir=folder, builder=SimpleNamespace(name=builder), config=SimpleNamespace(**known | config)
    )  # fmt: skip


# ------------------------------------------------------------------ policy


PAGE = """<head><script>let a = 1;</script><script type="application/json">{"b": 2}</script>
<script src="c.js"></script><script type="text/javascript"> let a = 1; </script>
<script>kernelName = "python3"</script><script data-thebe="x">t()</script>
<style>p {color: red}</style></head><body><button onclick="window.go()">go</button></body>"""


@pytest.fixture
def page(tmp_path):
    folder = tmp_path / "chapters"
    folder.mkdir()
    file = folder / "tin.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_nothing_inline_is_left_in_a_page(tmp_path, page):
    policy._move(app(tmp_path), None)
    root = etree.HTML(page.read_text(encoding="utf-8"))
    scripts = [(s.get("src"), s.get("type"), s.text) for s in root.iter("script")]
    moved = scripts[0][0]
    assert scripts == [
        (moved, None, None), (None, "application/json", '{"b": 2}'), ("c.js", None, None),
        (moved, None, None),
    ]  # fmt: skip
    assert moved.startswith("../_static/moved/")
    assert (page.parent / moved).resolve().read_text(encoding="utf-8") == "let a = 1;\n"
    (style,) = root.iter("link")
    assert (page.parent / style.get("href")).resolve().read_text(
        encoding="utf-8"
    ) == "p {color: red}\n"
    assert list(root.iter("style")) == []
    (button,) = root.iter("button")
    assert (button.get("data-call"), button.get("onclick")) == ("go", None)


@pytest.mark.parametrize("step", [policy._move, slim._slim, cover._draw])
@pytest.mark.parametrize(("builder", "error"), [("html", ValueError("x")), ("latex", None)])
def test_a_build_that_failed_or_makes_no_pages_is_left_alone(tmp_path, page, step, builder, error):
    step(app(tmp_path, builder), error)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["tin.html"]
    assert page.read_text(encoding="utf-8") == PAGE


# ------------------------------------------------------------------ slim


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".used{a:b} .other{c:d}", ".used{a:b}"),
        (".used, .other > p{a:b}", ".used{a:b}"),
        ("p, :is(.other, .used) i{a:b}", "p{a:b}"),
        ("p:not(.other){a:b}", "p:not(.other){a:b}"),
        ("@media print{.used{a:b} .other{c:d}}", "@media print{.used{a:b}}"),
        ("@supports (x:y){.other{c:d}}", ""),
        ("@font-face{font-family:x}", "@font-face{font-family:x}"),
        ("/* a word */ /*! license */", "/*! license */"),
    ],
)
def test_rules_without_a_class_of_the_pages_are_left_out(css, left):
    assert slim.without_unused(css, frozenset({"used"})).strip() == left


def test_classes_of_pages_and_words_of_scripts_count_but_not_those_of_libraries(tmp_path):
    for name, text in {
        "a.html": '<p class="one">two</p><i data-bs-toggle="dropdown">', "_static/b.js": "add('three-four')",
        "_static/vendor/c.js": "five", "_static/d.css": ".six{}",
        "_static/scripts/bootstrap.js": "seven", "_static/search-data.js": "eight",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    words = slim.used_words(tmp_path)
    assert {"one", "three-four"} <= words
    assert "show" in words  # which Bootstrap puts on an open menu
    assert not {"two", "five", "six", "seven", "eight", "tooltip"} & words


def test_the_theme_lays_no_page_out_for_each_box():
    script = f"(()=>{{a(),{slim.SLOW_CALL}}})();"
    assert slim.without_slow_call(script) == "(()=>{a(),0})();"
    with pytest.raises(ValueError, match="expected once"):
        slim.without_slow_call("(()=>{})();")


def test_a_part_of_bootstrap_whose_classes_are_not_known_stops_the_build(tmp_path):
    (tmp_path / "a.html").write_text('<div data-bs-toggle="modal">', encoding="utf-8")
    with pytest.raises(KeyError, match="modal"):
        slim.used_words(tmp_path)


def test_a_site_keeps_what_is_loaded(tmp_path):
    files = {
        "chapters/a.html": '<link href="../_static/a.css"><script src="searchtools.js"></script>',
        "search.html": '<script src="_static/searchtools.js"></script>',
        "_static/a.css": "@import 'b.css'; .gone{a:b}\n/*# sourceMappingURL=a.css.map */",
        "_static/b.css": "p{a:b}",
        "_static/book.css": ".own{a:b}",
        "_static/searchtools.js": "s()",
        "_static/deep/unloaded.js": "u()",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    slim._slim(app(tmp_path), None)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {
        "chapters", "chapters/a.html", "search.html",
        "_static", "_static/a.css", "_static/b.css", "_static/searchtools.js",
    }  # fmt: skip
    assert "gone" not in (tmp_path / "_static/a.css").read_text(encoding="utf-8")
    assert "sourceMappingURL" not in (tmp_path / "_static/a.css").read_text(encoding="utf-8")
    # the page that searches keeps its script, others do without
    assert "searchtools" not in (tmp_path / "chapters/a.html").read_text(encoding="utf-8")
    assert "searchtools" in (tmp_path / "search.html").read_text(encoding="utf-8")


# ------------------------------------------------------------------ metadata


def document(*paragraphs):
    tree = new_document("page")
    section = nodes.section()
    for text in paragraphs:
        section += nodes.paragraph(text, text)
    note = nodes.note()
    note += nodes.paragraph("never", "never")
    section.insert(0, note)
    tree += section
    return tree


def test_a_description_is_the_first_paragraphs_that_are_no_note():
    short, long = "Tin\nswells.", "x" * 99
    assert metadata.description(document(short, long, "third")) == f"Tin swells. {long}"


def test_a_long_description_ends_with_a_whole_word():
    words = metadata.description(document("porous, " * 40))
    assert words == "porous, " * 23 + "porous…"
    assert len(words) == 191  # of 200 at most


@pytest.mark.parametrize(
    ("name", "base", "picture"),
    [
        ("chapters/tin", "", "../_static/cover.png"),
        ("index", "", "_static/cover.png"),
        ("chapters/tin", "https://x.org/book/", "https://x.org/book/_static/cover.png"),
    ],
)
def test_a_page_says_what_it_is(name, base, picture):
    context = {"metatags": "", "title": 'Sn & "Sb"'}
    metadata._describe(app(None, html_baseurl=base), name, "", context, document("About."))
    root = fragment_fromstring(context["metatags"], create_parent="head")
    said = {e.get("name") or e.get("property"): e.get("content") for e in root.iter("meta")}
    assert said["og:title"] == 'Sn & "Sb"'
    assert said["og:site_name"] == "The book"
    assert said["description"] == said["og:description"] == "About."
    assert said["author"] == "A. Author"
    assert said["og:image"] == picture
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")


def test_a_page_without_text_says_nothing():
    context = {"metatags": "", "title": "search"}
    metadata._describe(app(None), "search", "", context, None)
    assert context["metatags"] == ""


def test_the_address_is_that_of_the_environment(monkeypatch):
    config = app(None, html_baseurl="https://old.org").config
    monkeypatch.delenv(metadata.ADDRESS, raising=False)
    metadata._address(None, config)
    assert config.html_baseurl == "https://old.org"
    monkeypatch.setenv(metadata.ADDRESS, "https://new.org")
    metadata._address(None, config)
    assert config.html_baseurl == "https://new.org"


# ------------------------------------------------------------------ cover


def test_the_cover_has_a_mark_for_each_electrode():
    rows = pd.DataFrame(
        {
            "cycles": [10, 100, 1000],
            "final_capacity_mAh_g": [500.0, 2000.0, 1000.0],
            "element": ["Sn", "Si", "Ge"],
        }
    )
    root = etree.fromstring(cover.cover(rows).encode())
    circles = list(root.iter("{http://www.w3.org/2000/svg}circle"))
    # 480 to 1140 across, by decades; 590 (nothing) to 380 (the most) upwards
    places = [(float(c.get("cx")), float(c.get("cy"))) for c in circles]
    assert places == [(480, 537.5), (810, 380), (1140, 485)]
    assert [c.get("fill") for c in circles] == ["#4FD1A5", "#56B4E9", "#F0A868"]
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "Porous Alloy Anodes"
    assert (root.get("width"), root.get("height")) == ("1200", "630")


@pytest.mark.parametrize(("across", "radius"), [(13, 15), (41, 210)])
def test_half_of_a_particle_is_solid(across, radius):
    path = etree.fromstring(cover._particle(0, 0, radius, "red", across=across)).get("d")
    squares = path.count("z")
    edge = float(path.split("h")[1].split("v")[0])
    assert edge == pytest.approx(2 * radius / across, abs=0.01)
    assert squares * edge**2 == pytest.approx(0.5 * math.pi * radius**2, rel=0.05)


def test_the_sign_of_the_book_is_the_stored_one():
    assert cover.FAVICON.read_text(encoding="utf-8") == cover.favicon()


# ------------------------------------------------------------------ formulae


def test_a_formula_becomes_mathml_with_its_latex():
    root = etree.fromstring(mathml.to_mathml(r" x < \frac{1}{2} ", "inline"))
    assert root.get("display") == "inline"
    assert root.get("title") == r"x < \frac{1}{2}"
    (fraction,) = root.iter("{http://www.w3.org/1998/Math/MathML}mfrac")
    assert [part.text for part in fraction.iter("{http://www.w3.org/1998/Math/MathML}mn")] == [
        "1", "2",
    ]  # fmt: skip


def test_formulae_of_a_page_are_written_where_they_stand():
    def starttag(node, name, **attributes):
        return f'<{name} class="{attributes["CLASS"]}" tabindex="{attributes["tabindex"]}">'

    writer = SimpleNamespace(body=[], starttag=starttag)
    with pytest.raises(nodes.SkipNode):
        mathml._visit_inline(writer, nodes.math("x", "x"))
    with pytest.raises(nodes.SkipNode):
        mathml._visit_block(writer, nodes.math_block("y", "y"))
    inline, block = fragment_fromstring("".join(writer.body), create_parent="main")
    assert (inline.tag, inline.get("display")) == ("math", "inline")
    assert (block.tag, block.get("class"), block[0].get("display")) == (
        "div",
        "math-block",
        "block",
    )


# ------------------------------------------------------------------ plain Markdown, other pages


@pytest.mark.parametrize(
    ("name", "text", "made"),
    [
        ("bibliography.md", '<a id="r051"></a>**[51]** A', "(r051)=\n**[51]** A"),
        ("teaching.md", "> **Open**\n>\n> Text.\n", ":::{admonition} Open\n:class: note\n\nText.\n:::\n"),
        ("tin.ipynb", '{"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, '
         '"source": ["[Figure 1](#fig-x)", " and"]}]}', "{numref}`fig-x` and"),
    ],
)  # fmt: skip
def test_a_source_is_translated_before_it_is_parsed(name, text, made):
    source = [text]
    env = SimpleNamespace(doc2path=lambda docname: f"chapters/{name}")
    plain._translate(SimpleNamespace(env=env), "chapters/x", source)
    assert made in source[0]


def test_a_page_keeps_the_scripts_that_it_uses():
    scripts = [SimpleNamespace(filename=f"_static/{name}") for name in (
        "charts.js", "grids.js", "theme.js", "sphinx-thebe.js",
    )]  # fmt: skip
    scripts.append(SimpleNamespace(filename=None, attributes={"body": "let thebe = 1"}))
    context = {
        "script_files": scripts, "css_files": ["book.css", "thebe.css"],
        "body": '<div aria-label="Table"></div><div aria-label="Table"></div>'
        '<p id="exercise-content"></p><p id="exercise-content"></p><i role="doc-biblioentry">',
    }  # fmt: skip
    env = SimpleNamespace(metadata={"tin": {"has_grids": True}})
    site._page(SimpleNamespace(env=env), "tin", "", context, None)
    assert [script.filename for script in context["script_files"]] == [
        "_static/grids.js", "_static/theme.js",
    ]  # fmt: skip
    assert context["css_files"] == ["book.css"]
    assert context["body"] == (
        '<div aria-label="Table 1"></div><div aria-label="Table 2"></div>'
        '<p id="exercise-content-3"></p><p id="exercise-content-4"></p><i role="listitem">'
    )


# ------------------------------------------------------------------ bibliography


BIB = """
@article{wu2020, author = {Wu, A and Xu, B}, title = {{Tin} again}, journal = {Small}, year = {2020},
 volume = {16}, pages = {1--9}, doi = {10.1/x}}
@article{r010, author = {Li, C and others}, title = {Pores}, journal = {Nano Lett}}
@article{r002, author = {Du, D}, title = {A (first) part}, journal = {Small}, year = {2019},
 volume = {7}, note = {see there}}
"""


@pytest.fixture
def entries(tmp_path):
    (tmp_path / "references.bib").write_text(BIB, encoding="utf-8")
    for name in ("datapackage.json", "review/reference_corrections.csv"):
        (tmp_path / "data" / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "data" / name, tmp_path / "data" / name)
    text = bibliography.page('# Bibliography\n\nWords.\n\n<a id="old"></a>**[1]** old', tmp_path)
    return text.rstrip("\n").split("\n\n")


def test_the_numbers_of_the_review_come_first_and_the_head_is_kept(entries):
    assert entries[:2] == ["# Bibliography", "Words."]
    assert [entry.partition("** ")[0] for entry in entries[2:]] == [
        '<a id="r002"></a>**[2]', '<a id="r010"></a>**[10]', '<a id="wu2020"></a>**[Wu 2020]',
    ]  # fmt: skip


def test_an_entry_has_what_is_printed_and_a_link(entries):
    second, tenth, ours = entries[2:]
    assert "[A (first) part](https" in second  # no DOI: a search for the title
    assert "*Small*, 2019, 7." in second
    assert second.endswith("see there.\nNo DOI was read.")
    assert "Li" in tenth
    assert tenth.endswith("*Nano Lett*.\nNo DOI was read.")
    assert "[Tin again](https://doi.org/10.1/x)" in ours
    assert "*Small*, 2020, 16:1–9." in ours
    assert "Wu" in ours.partition(" and ")[0]
    assert "No DOI" not in ours


def test_an_entry_stands_as_printed_with_its_correction_behind():
    page = (ROOT / "chapters/bibliography.md").read_text(encoding="utf-8")
    entries = {entry.partition("**[")[2].partition("]")[0]: entry for entry in page.split("\n\n")}
    assert "**[80]** A. Uhler." in entries["80"]
    assert "Correction: author Uhlir, A. (printed: Uhler, A.). " in entries["80"]
    assert "Correction: volume 1 (not printed), pages 100003 (not printed). " in entries["17"]
    assert sum("No DOI was read." in entry for entry in entries.values()) == 178 - 34
    assert (
        sum("](https://doi.org/" in entry for entry in entries.values()) == 34 + 2
    )  # the review, one not in its list


def test_a_bibliography_that_is_made_again_is_the_same(entries, tmp_path):
    once = "\n\n".join(entries) + "\n"
    assert bibliography.page(once, tmp_path) == once
