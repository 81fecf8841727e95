"""The build: every page is there, two builds are the same, and nothing is named that should not be."""

import contextlib
import itertools
import json
import os
import re
import struct
import subprocess
import sys
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib
import nbformat
import pytest
from conftest import ROOT, pages
from fontTools.ttLib import TTFont
from lxml.html import document_fromstring

from anodes import data
from anodes.data.files import DataError, Problem
from anodes.publish import (
    build,
    compiled,
    cover,
    downloads,
    figures,
    metadata,
    paper,
    policy,
    refresh,
    slim,
    still,
    toc,
)
from anodes.publish import site as site_module


def files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def as_built(folder):
    """The files of a site without the PDFs and their links, which `make paper` adds to it."""
    return {
        name: paper.without_paper_links(content.decode()).encode()
        if name.suffix == ".html"
        else content
        for name, content in files(folder).items()
        if name.suffix != ".pdf"
    }


EXECUTED = "germanium"  # the chapter that is also executed there; nbval has executed them all


@pytest.mark.longest
def test_the_book_in_the_zip_is_the_same_site_wherever_and_by_whomever_it_is_made(site, tmp_path):
    """Unzip, `make book`: every file of the site, byte for byte, and a chapter.

    In another folder whose name has a space and an umlaut, by another user with another home,
    umask, time zone, locale, hash seed and clock; with this environment's packages, which were
    installed for this folder, and nothing else of it.
    """
    with zipfile.ZipFile(site / "downloads/porous-alloy-anodes-book.zip") as archive:
        archive.extractall(tmp_path / "Zweites Büro")
    book = tmp_path / "Zweites Büro" / downloads.NAME
    chapters = toc.stored_notebooks(ROOT)
    already_executed(book, [path for path in chapters if path.stem != EXECUTED])
    venv = Path(sys.prefix)
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    elsewhere = {
        "HOME": str(tmp_path), "USER": "somebody", "LOGNAME": "somebody", "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "SOURCE_DATE_EPOCH": "1000000000",
        "MPLCONFIGDIR": matplotlib.get_cachedir(),  # which fonts there are: slow to look up
    }  # fmt: skip
    result = subprocess.run(
        ["make", "book", f"VENV={venv}", "-o", str(venv / "ready")],
        cwd=book,
        env=kept | elsewhere,
        umask=0o077,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    assert "Executing 1 of" in result.stdout
    assert f"  {EXECUTED}: outputs as stored" in result.stdout, "run `make refresh`"
    for chapter in chapters:
        assert (book / chapter.relative_to(ROOT)).read_bytes() == chapter.read_bytes()
    here, there = as_built(site), files(book / "_build/html")
    assert sorted(map(str, here)) == sorted(map(str, there))
    assert [str(name) for name in here if here[name] != there[name]] == []


def already_executed(book, chapters):
    """Let `make book` know of these chapters what it would know after it has executed them."""
    inputs = refresh.digest_of_inputs(book)
    state = {path.relative_to(ROOT).as_posix(): refresh.fingerprint(path.read_bytes(), inputs)
             for path in chapters}  # fmt: skip
    (book / refresh.STATE).parent.mkdir()
    (book / refresh.STATE).write_text(json.dumps(state), encoding="utf-8")


def test_nothing_in_the_site_names_the_folder_it_was_made_in(site):
    for file in site.rglob("*"):
        if file.is_file():
            assert os.fsencode(ROOT) not in file.read_bytes(), file
    assert not [path for path in site.rglob(".*") if path.name != ".nojekyll"]


def test_an_archive_says_the_same_whoever_made_it(site):
    for file in (site / "downloads").glob("*.zip"):
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in entries} == {0o644}
        assert {entry.create_system for entry in entries} == {3}


# ---------------------------------------------------------------- what decides is content


@pytest.fixture
def book(tmp_path):
    """A small book that was just built, with a record of it; `build.is_current` is true."""
    for name, text in {
        "_toc.yml": "format: jb-book\nroot: chapters/index\n",
        "_config.yml": "title: T\n",
        "chapters/index.md": "# T\n",
        "data/a.csv": "a\n1\n",
        "anodes/a.py": "A = 1\n",
        "references.bib": "",
        "CITATION.cff": (ROOT / "CITATION.cff").read_text(encoding="utf-8"),
        "_build/html/index.html": "old",
        "_build/html/_static/a.js": "old",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    record(tmp_path)
    return tmp_path


def record(root):
    made = {"sources": build.sources(root), "site": build.digests_of_files(root / "_build/html")}
    (root / "_build/site.json").write_text(json.dumps(made), encoding="utf-8")


def test_nothing_changed_means_that_nothing_is_built(book, monkeypatch, capsys):
    monkeypatch.setattr(build, "build_pages", None)
    (book / ".git").mkdir()
    (book / "chapters/.ipynb_checkpoints").mkdir()
    (book / "chapters/.ipynb_checkpoints/index.md").write_text("no source", encoding="utf-8")
    for path in book.rglob("*"):
        os.utime(path, (2e9, 2e9))  # dates mean nothing
    assert build._book(book)
    assert "Nothing has changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "data/a.csv").unlink(),
        lambda root: (root / "data/a.csv").rename(root / "data/b.csv"),
        lambda root: (root / "data/new.csv").write_text("b", encoding="utf-8"),
        lambda root: (root / "chapters/index.md").write_text("# U\n", encoding="utf-8"),
        lambda root: (root / "chapters/a name.md").write_text("# A\n", encoding="utf-8"),
        lambda root: (root / "anodes/a.py").write_text("A = 2\n", encoding="utf-8"),
        lambda root: (root / "_config.yml").write_text("title: U\n", encoding="utf-8"),
        lambda root: (root / "_build/html/index.html").unlink(),
        lambda root: (root / "_build/html/index.html").write_text("odd", encoding="utf-8"),
        lambda root: (root / "_build/html/more.html").write_text("new", encoding="utf-8"),
        lambda root: (root / "_build/site.json").write_text('{"sources": {', encoding="utf-8"),
        lambda root: (root / "_build/site.json").write_text("[]", encoding="utf-8"),
        lambda root: (root / "_build/site.json").unlink(),
    ],
)
def test_a_change_of_content_makes_a_site_stale_whatever_the_dates(book, change):
    assert build.is_current(book)
    change(book)
    for path in book.rglob("*"):
        os.utime(path, (1, 1))  # as a file that was put back from an old archive
    assert not build.is_current(book)


def test_another_address_or_python_makes_a_site_stale(book, monkeypatch):
    monkeypatch.setenv("ANODES_URL", "https://x.example")
    assert not build.is_current(book)
    monkeypatch.delenv("ANODES_URL")
    assert build.is_current(book)
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    assert not build.is_current(book)


# ---------------------------------------------------------------- one site for another

SITE = "_build/html/index.html"
FAKE = "import sys, pathlib; site = pathlib.Path(sys.argv[4]) / '_build/html/chapters'; {}"
WRITE = "site.mkdir(parents=True); (site / 'index.html').write_text('new')"


@pytest.fixture
def fake(book, monkeypatch):
    """Let Python code build the site in place of Jupyter Book; the chapters are fresh."""
    monkeypatch.setattr(build, "_chapters", lambda root: True)

    def run(code):
        monkeypatch.setattr(build, "JUPYTER_BOOK", FAKE.format(code))
        return build._book(book, force=True)

    return run


def test_a_figure_without_alt_text_stops_the_build_before_a_page_is_made(book, fake):
    chart = {"application/vnd.vegalite.v5+json": {"mark": "point"}, "text/plain": "chart"}
    shown = nbformat.v4.new_output("display_data", chart)
    cell = nbformat.v4.new_code_cell("chart", id="fig-x", outputs=[shown])
    cell.metadata["mystnb"] = {"figure": {"name": "fig-x"}}
    (book / "chapters/index.md").unlink()
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), book / "chapters/index.ipynb")
    with pytest.raises(DataError) as caught:
        fake(WRITE)
    (problem,) = caught.value.problems
    found = "figure fig-x in cell 1 without alt text"
    assert (problem.file, problem.found) == ("chapters/index.ipynb", found)
    assert (book / SITE).read_text(encoding="utf-8") == "old"
    assert drafts(book) == []


def drafts(root):
    return [path.name for path in (root / "_build").iterdir() if path.name.startswith("draft")]


def test_a_new_site_takes_the_place_of_the_old_one(book, fake):
    assert fake(WRITE)
    written = files(book / "_build/html")
    assert b"chapters/index.html" in written.pop(Path("index.html"))  # the way to the first page
    assert written == {Path("chapters/index.html"): b"new"}
    assert build.is_current(book)
    assert sorted(path.name for path in (book / "_build").iterdir()) == [
        "build.log", "html", "site.json",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            f"{WRITE}; print(f'\\033[91m{{sys.argv[2]}}/chapters/index.md:3: WARNING: odd\\033[0m', "
            "'# INFO fontTools', sep='\\n', file=sys.stderr); sys.exit(1)",
            "chapters/index.md:3: WARNING: odd",
        ),
        ("print('only this'); sys.exit(1)", "only this"),
        ("site.mkdir(parents=True)", "chapters/index.md: no page was made of it"),
        (
            f"{WRITE}; (pathlib.Path(sys.argv[2]) / 'data/a.csv').write_text('2')",
            "Changed while the site was being built: data/a.csv. Run `make book` again.",
        ),
    ],
)
def test_a_build_that_fails_says_why_and_leaves_the_old_site(book, fake, code, reason):
    with pytest.raises(build.BuildError) as caught:
        fake(code)
    assert str(caught.value).splitlines()[0] == reason
    assert "fontTools" not in str(caught.value)
    assert (book / SITE).read_text(encoding="utf-8") == "old"
    assert drafts(book) == []


class Killed(BaseException):
    pass


STEPS = ("unlink", "rename", "rename", "write", "rmtree")  # of `put_in_place`


@pytest.mark.parametrize("step", range(len(STEPS)))
@pytest.mark.parametrize("after", [False, True])
def test_a_build_killed_at_any_step_leaves_a_whole_site_and_blocks_nothing(book, fake, step, after):
    """Before or after each step at which files change; then the next build comes."""
    left = iter(range(len(STEPS)))

    def killing(work):
        def done(*arguments, **keywords):
            now = next(left)
            if now == step and not after:
                raise Killed
            result = work(*arguments, **keywords)
            if now == step:
                raise Killed
            return result

        return done

    made = book / "_build/draft-1/html"
    made.mkdir(parents=True)
    (made / "index.html").write_text("new", encoding="utf-8")
    facts = {"sources": build.sources(book), "site": build.digests_of_files(made)}
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        for owner, name in (
            (Path, "unlink"),
            (Path, "rename"),
            (build, "write_atomically"),
            (build.shutil, "rmtree"),
        ):
            patch.setattr(owner, name, killing(getattr(owner, name)))
        build.put_in_place(made, facts, book)
    build.clean(book)
    site = files(book / "_build/html")
    old = {Path("index.html"): b"old", Path("_static/a.js"): b"old"}
    assert site in (old, {Path("index.html"): b"new"})
    recorded = (step, after) == (0, False) or (step, after) >= (3, True)  # the old, the new one
    assert build.is_current(book) == recorded
    assert drafts(book) == []
    assert fake(WRITE)
    assert build.is_current(book)


def test_a_site_that_cannot_be_moved_in_leaves_the_old_one(book):
    with pytest.raises(OSError):
        build.put_in_place(book / "_build/gone", {}, book)
    assert (book / SITE).read_text(encoding="utf-8") == "old"
    assert not (book / "_build/html.earlier").exists()


def test_what_stops_a_build_is_said_without_a_traceback(monkeypatch, capsys):
    def fail(error):
        def raising(**_):
            raise error

        monkeypatch.setattr(build, "_book", raising)
        monkeypatch.setattr(build, "alone", contextlib.nullcontext)
        return build.main([]), capsys.readouterr().err

    code, said = fail(OSError(28, "No space left on device", "/x/a.html"))
    assert code == 1
    assert said.startswith("/x/a.html: No space left on device\n")
    assert "The earlier site, if there is one, is unchanged." in said
    problem = Problem("_toc.yml", 3, None, "this", "that")
    code, said = fail(DataError([problem]))
    assert (code, said.splitlines()[0]) == (1, "_toc.yml, line 3: found this; expected that")
    assert fail(KeyboardInterrupt())[0] == 130


@pytest.mark.parametrize("page", pages())
def test_every_page_of_the_toc_is_there_with_its_figures(site, page):
    html = (site / "chapters" / f"{page}.html").read_text(encoding="utf-8")
    notebook = ROOT / "chapters" / f"{page}.ipynb"
    text = notebook.read_text(encoding="utf-8") if notebook.exists() else ""
    captions = len(re.findall(r'"\*\*Figure \d+\.\*\* ', text))
    assert len(re.findall(r"<figure", html)) == len(re.findall("<figcaption", html)) == captions
    assert html.count('class="chart-data"') + html.count('class="rows"') == captions


def test_the_front_door(site):
    assert "url=chapters/index.html" in (site / "index.html").read_text(encoding="utf-8")


def test_no_page_loads_from_another_host(site):
    loads = re.compile(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//')
    written = list(site.rglob("*.html"))
    assert len(written) > len(pages())
    for page in written:
        assert not loads.search(page.read_text(encoding="utf-8")), page.name


def test_pages_without_charts_do_not_load_vega(site):
    assert "charts.js" not in (site / "chapters/bibliography.html").read_text(encoding="utf-8")
    assert "charts.js" in (site / "chapters/silicon.html").read_text(encoding="utf-8")


def test_pages_without_grids_do_not_load_them(site):
    for name, wanted in (("bibliography", False), ("silicon", True), ("dataset", True)):
        html = (site / f"chapters/{name}.html").read_text(encoding="utf-8")
        assert ("grids.js" in html) is wanted


ALT = {  # charts, a drawing and an explorer, each of another chapter
    "fig-intro-particles": "Four round sections of silicon particles with porosities from ",
    "fig-sb-tests": "Lines from first to last capacity of antimony electrodes over cycles; most ",
    "fig-si-frontier": "Final capacity of silicon electrodes against cycles, ",
    "fig-sn-explore": "Computed powder lines of Na₁₅Sn₄ as sticks from below, and above ",
}


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("introduction", "fig-intro-particles"),
        ("antimony", "fig-sb-tests"),
        ("silicon", "fig-si-frontier"),
        ("tin", "fig-sn-explore"),
    ],
)
def test_a_figure_has_its_alt_text_and_no_code_has_it(site, page, name):
    text = (site / f"chapters/{page}.html").read_text(encoding="utf-8")
    document = document_fromstring(text)
    figure = document.get_element_by_id(name)
    (words,) = figure.xpath(".//p[@class='chart-words']/text() | .//svg[@role='img']/@aria-label")
    assert words.startswith(ALT[name])
    code = [part.text_content() for part in document.xpath("//div[contains(@class, 'cell_input')]")]
    assert any("viz." in part for part in code)
    assert not any("description=" in part for part in code)


def test_the_bibliography_has_the_reviews_numbers(site):
    html = (site / "chapters/bibliography.html").read_text(encoding="utf-8")
    found = re.findall(r'<p id="r(\d{3})"><strong>\[(\d+)\]</strong>', html)
    assert found == [(f"{number:03}", str(number)) for number in range(1, 179)]


def test_citations_lead_to_their_entry(site):
    html = (site / "chapters/tin.html").read_text(encoding="utf-8")
    cited = re.findall(r'href="bibliography.html#r(\d+)"[^>]*>(?:<[^>]+>)*(\d+)<', html)
    assert ("157", "157") in cited
    assert all(int(key) == int(number) for key, number in cited)


@pytest.mark.parametrize("page", [path.stem for path in toc.notebooks()])
def test_the_site_counts_figures_as_the_chapters_do(site, page):
    """The numbers that are stored in the prose are those that Sphinx gives."""
    html = (site / "chapters" / f"{page}.html").read_text(encoding="utf-8")
    figure = r'<figure[^>]*id="(fig-[\w-]+)".*?<span class="caption-number">Figure (\d+)'
    text = (ROOT / "chapters" / f"{page}.ipynb").read_text(encoding="utf-8")
    counted = re.findall(figure, html, re.S)
    assert counted
    for name, number in counted:
        assert set(re.findall(rf"\[Figure (\d+)\]\(#{name}\)", text)) <= {number}
    assert re.findall(r'"\*\*Figure (\d+)\.\*\*', text) == [number for _, number in counted]


def test_credit_and_licence_stand_on_the_landing_page_and_in_the_readme():
    for text in (
        (ROOT / "chapters/index.ipynb").read_text(encoding="utf-8"),
        (ROOT / "README.md").read_text(encoding="utf-8"),
        (ROOT / "CITATION.cff").read_text(encoding="utf-8"),
    ):
        assert "10.20517/energymater.2022.24" in text
        assert re.search(r"CC[ -]BY[ -]4\.0", text)


def test_no_machine_path_is_in_the_tree():
    more = [*(ROOT / ".ci").glob("*"), *(ROOT / ".github").rglob("*.yml"), ROOT / ".gitignore"]
    tree = downloads.book() | {str(p): p.read_bytes() for p in more if p.exists()}
    assert {"anodes/export.py", "data/datapackage.json", "tests/conftest.py"} < set(tree)
    for name, content in tree.items():
        if name != "tests/publish/test_build.py":
            text = content.decode("utf-8", errors="ignore")
            assert not re.search(r"/(?:work|root|home)/\w", text), name


def test_requirements_pin_everything_that_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *itertools.chain(*project["optional-dependencies"].values()),
    ]
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==", text, re.M)
    for name in (re.match(r"[\w-]+", item)[0].lower() for item in declared):
        assert name in pinned


def test_builds_that_start_at_once_share_one_bundle(monkeypatch, tmp_path):
    """As two workers of a test run in a new environment do."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with ThreadPoolExecutor(2) as pool:
        made = [job.result() for job in [pool.submit(site_module.vega) for _ in range(2)]]
    assert made[0] == made[1]
    assert [p.name for p in made[0].parent.iterdir()] == ["vega.js"]
    assert list(made[0].parent.parent.iterdir()) == [made[0].parent]
    assert made[0].read_text(encoding="utf-8").startswith("(()=>{")


def test_scripts_handlers_and_styles_leave_the_page(tmp_path):
    page = (
        "<script>let a = 1;</script><script src='x.js'></script>"
        '<script type="application/json">{"a": 1}</script><style>p {}</style>'
        '<script type="text/x-thebe-config">{}</script><script>kernelName = "python3"</script>'
        '<button onclick="window.print()">Print</button>'
    )
    moved = policy.without_inline(page, tmp_path / "chapters", tmp_path)
    assert re.search(r'<script src="../_static/moved/\w{12}.js"></script>', moved)
    assert re.search(r'<link rel="stylesheet" href="../_static/moved/\w{12}.css">', moved)
    assert "<script src='x.js'></script>" in moved
    assert '<script type="application/json">{"a": 1}</script>' in moved
    assert '<button data-call="print">Print</button>' in moved
    assert "thebe" not in moved
    bodies = {path.read_text(encoding="utf-8") for path in (tmp_path / "_static/moved").iterdir()}
    assert bodies == {"let a = 1;\n", "p {}\n"}


def test_no_page_holds_a_script_a_handler_or_a_style(site):
    written = list(site.rglob("*.html"))
    assert len(written) > len(pages())
    for page in written:
        text = page.read_text(encoding="utf-8")
        scripts = re.findall(r"<script(?![^>]*(?:src=|application/(?:ld\+)?json))", text)
        assert scripts == [], page
        assert re.findall(r"<[^>]*\s(?:on\w+|style)=\"", text) == [], page
        assert "<style" not in text


def test_what_a_page_says_of_itself(site):
    def said(name):
        text = (site / "chapters" / f"{name}.html").read_text(encoding="utf-8")
        return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text))

    germanium = said("germanium")
    first = nbformat.read(ROOT / "chapters/germanium.ipynb", as_version=4).cells[0].source
    title, opening = first.removeprefix("# ").split("\n\n")[:2]
    assert germanium["og:title"] == title
    assert germanium["description"].startswith(opening[:30])
    assert germanium["dcterms.license"] == "https://creativecommons.org/licenses/by/4.0/"
    for page in pages():
        words = said(page)["description"]
        assert 40 < len(words) <= 200, page
    cover_image = (site / "chapters" / germanium["og:image"]).resolve()
    assert cover_image.read_bytes().startswith(b"\x89PNG")
    width, height = struct.unpack(">II", cover_image.read_bytes()[16:24])
    assert (str(width), str(height)) == (germanium["og:image:width"], germanium["og:image:height"])


def test_a_site_with_an_address_shares_a_whole_one():
    made = metadata.head(
        title='A "b" <c>', book="B", words="w", cover="https://x/y/_static/cover.png", author="a"
    )
    assert 'content="https://x/y/_static/cover.png"' in made
    assert "A &quot;b&quot; &lt;c&gt;" in made


def test_sign_and_cover_are_drawn_by_code():
    assert cover.FAVICON.read_text(encoding="utf-8") == cover.favicon()
    electrodes = data.electrodes()
    drawn = cover.cover(electrodes)
    assert drawn.count("<circle") == len(electrodes)
    fewer = cover.cover(electrodes.query("element == 'Si'"))
    assert fewer.count("<circle") == (electrodes["element"] == "Si").sum()


CSS = """/*! license */
.used, .unused > a { color: red }
.unused { color: blue }
@media print { .unused { a: b } .used:not(.unused) { a: c } }
@media screen { .unused { a: b } }
@font-face { font-family: X }
:is(.used, b) p, c { d: e }
"""


def test_signatures_are_lean_and_say_the_same():
    signature = (
        '<dt class="sig sig-object py" id="f"><span class="n"><span class="pre">a</span></span>'
        '<span class="w"> </span><em><span class="pre">=</span></em></dt>'
    )
    lean = '<dt class="sig sig-object py" id="f"><span class="n">a</span> <em>=</em></dt>'
    code = '<code><span class="pre">a</span></code>'
    assert slim.with_lean_signatures(code + signature + code) == code + lean + code


def test_styles_that_no_page_uses_are_left_out():
    kept = slim.without_unused(CSS, frozenset({"used"}))
    assert "unused > a" not in kept
    assert "blue" not in kept
    assert "@media screen" not in kept
    for part in (
        "license",
        ".used{ color: red }",
        ".used:not(.unused)",
        "@font-face",
        ":is(.used, b) p,c",
    ):
        assert part in kept, part


def test_the_site_keeps_the_styles_and_icons_of_its_pages(site):
    styles = (site / "_static/styles.css").read_text(encoding="utf-8")
    assert ".fa-magnifying-glass" in styles
    assert ".fa-horse" not in styles
    assert "license" in styles.lower()
    fonts = [p.name for p in (site / "_static/vendor").rglob("*") if p.is_file()]
    assert fonts == ["fa-solid-900.woff2"]
    with (site / slim.ICON_FONT).open("rb") as file:
        signs = TTFont(file).getBestCmap()
    assert 0xF002 in signs  # the magnifying glass, as Font Awesome numbers it
    assert len(signs) < 100


def test_a_still_is_light_and_in_the_pages_ink():
    svg = (
        '<svg xmlns="x" width="9" height="9" viewBox="0 0 9 9"><g role="a" aria-label="b" class="c">'
        '<path transform="translate(1.234,2)" d="M-1,-1h2v2h-2Z" fill="#fff"/>'
        '<path transform="translate(3,2)" d="M-1,-1h2v2h-2Z" fill="#fff"/>'
        f'<g class="empty"></g><text fill="{compiled.INK}" font-family="{compiled.FONT}">w</text></g></svg>'
    )
    made = still.light(svg)
    assert '<path d="M0.2,1.0h2v2h-2zM2.0,1.0h2v2h-2z" fill="#fff"/>' in made
    assert '<text fill="currentColor">w</text>' in made
    assert 'font-family="inherit"' in made[: made.index(">")]
    assert "<g" not in made
    assert "aria-label" not in made


def test_every_chart_has_a_still(site):
    charts = 0
    for name in pages():
        text = (site / "chapters" / f"{name}.html").read_text(encoding="utf-8")
        stills = re.findall(r'<div class="chart-view"><svg.*?</svg></div>', text, re.S)
        assert len(stills) == text.count('class="chart-spec"')
        assert all("<path" in picture and "<text" in picture for picture in stills)
        charts += len(stills)
    assert charts > 20


def test_tables_of_numbers_leave_the_site_as_csv_without_markup():
    table = {"columns": ["a (mAh g⁻¹)", "b"], "rows": [[1.5, 'x, "y" <b>'], [None, "z"]]}
    assert (
        figures._files(table, "")["csv"].decode() == '\ufeffa (mAh g-1),b\n1.5,"x, ""y"" <b>"\n,z\n'
    )
