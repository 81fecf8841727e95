"""Works of others in the site: each file credited once, with version, licence and checksum."""

import hashlib
import importlib.metadata
import re
import sys
from pathlib import Path

import pytest
import vl_convert
from conftest import ROOT
from fontTools.ttLib import TTFont
from lxml import html

from anodes.publish import credits as credits_module
from anodes.publish import slim
from anodes.publish.site import SNIPPET

WORKS = ROOT / "anodes/publish/works/works.toml"
SITE_FILES = {  # what the versions of works are read from
    "scripts/bootstrap.js.LICENSE.txt": "Bootstrap v5.3.3",
    "clipboard.min.js": "clipboard.js v2.0.8",
    "styles.css": "Font Awesome Free 6.5.2",
}
LICENCES = {  # of installed packages, in the words of their metadata
    "MIT": "MIT License|^MIT$",
    "BSD-2-Clause": "BSD License|BSD-2-Clause",
    "BSD-3-Clause": "BSD License|BSD-3-Clause",
}


@pytest.fixture
def static(tmp_path):
    """The least of a site that `works.toml` can be read with."""
    for name, text in SITE_FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("scripts/bootstrap.js", "scripts/pydata-sphinx-theme.js", "vega.js"):
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path


def tables(site):
    page = html.parse(str(site / "chapters/credits.html"))
    return [
        [[cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr")]
        for table in page.xpath("//table")
    ]


def test_every_file_that_others_wrote_has_its_checksum_on_the_page(site):
    works, files = tables(site)
    own = {p.name for p in (ROOT / "_static").glob("*")} | set(credits_module.OWN)
    shipped = {
        p.relative_to(site / "_static").as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in (site / "_static").rglob("*")
        if p.is_file() and p.name not in own and b"stroke-linejoin: round" not in p.read_bytes()
    }
    assert {file: digest for file, _, digest in files} == shipped
    assert {work for _, work, _ in files} <= {name for name, *_ in works}
    named = {name: version for name, version, *_ in works}
    assert named["Sphinx"] == importlib.metadata.version("sphinx")
    assert named["Bootstrap"] == "5.3.3"  # as pydata-sphinx-theme 0.17.1 says


def test_the_licences_of_all_works_are_a_download(site):
    text = (site / "downloads/licences.txt").read_text(encoding="utf-8")
    works, _ = tables(site)
    for name, _, licence, notice, _ in works:
        part = next(p for p in text.split("=" * 78) if p.strip().startswith(name))
        assert licence in part
        assert notice in part
        assert re.search(r"(?i)as is|without warranty", part), name


def test_nothing_is_shipped_that_no_page_loads(site):
    left = {p.name for p in (site / "_static").rglob("*") if p.is_file()}
    assert {
        "search.js",
        "search-data.js",
        "vega.js",
        "bootstrap.js",
        "bootstrap.js.LICENSE.txt",
    } <= left
    assert (
        not {
            "searchtools.js",
            "language_data.js",
            "fontawesome.js",
            "sphinx-thebe.js",
            "logo_colab.png",
            "booktheme.po",
        }
        & left
    )
    assert not [name for name in left if name.endswith((".map", ".html"))]
    scripts = (p.read_text("utf-8") for p in (site / "_static").rglob("*.[cj]s*"))
    assert not any("sourceMappingURL" in text for text in scripts)


def test_the_shortened_icon_font_has_another_name(site):
    """The SIL Open Font License reserves the name "Font Awesome" for the font as published."""
    with (site / slim.ICON_FONT).open("rb") as file:
        names = {name.nameID: str(name) for name in TTFont(file)["name"].names}
    assert not [number for number in (1, 3, 4, 6, 16) if "awesome" in names[number].lower()]
    assert "Font Awesome" in names[0]  # the copyright stays


def test_a_file_that_no_work_claims_is_named(static):
    (static / "new.js").write_text("", encoding="utf-8")
    (static / "moved").mkdir()
    (static / "moved/0123.js").write_text("let other = 1;", encoding="utf-8")
    works = credits_module.listed_works(static)
    with pytest.raises(ValueError) as problem:
        credits_module.attributed(static, works)
    assert str(problem.value).splitlines() == [
        "_static/moved/0123.js: claimed by no work; expected exactly one work",
        "_static/new.js: claimed by no work; expected exactly one work",
    ]


def test_a_file_that_two_works_claim_and_a_part_of_nothing_are_named(static):
    twice = [
        credits_module.Work("A", "", "MIT", "", "", files=("vega.*",)),
        credits_module.Work("B", "", "MIT", "", "", files=("*",), part_of=("gone.js",)),
    ]
    with pytest.raises(ValueError, match=r"_static/vega\.js: claimed by A and B") as problem:
        credits_module.attributed(static, twice)
    assert "_static/gone.js: B is said to be in it" in str(problem.value)


def test_a_version_that_is_not_where_it_should_be_is_named(static):
    (static / "clipboard.min.js").write_text("clipboard", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"version of clipboard.*not in _static/clipboard\.min\.js"
    ):
        credits_module.listed_works(static)


def entries():
    import tomllib

    return tomllib.loads(WORKS.read_text(encoding="utf-8"))["work"]


INSTALLED = [entry for entry in entries() if "distribution" in entry]


@pytest.mark.parametrize("entry", INSTALLED, ids=lambda entry: entry["name"])
def test_an_installed_work_brings_its_files_and_has_its_licence(entry):
    brought = importlib.metadata.files(entry["distribution"])
    names = {re.sub(r"(?:_t|\.jinja)$", "", path.name) for path in brought}
    for pattern in entry.get("files", ()):
        assert any(Path(name).match(Path(pattern).name) for name in names), pattern
    metadata = importlib.metadata.metadata(entry["distribution"])
    said = [metadata.get("License-Expression"), *(metadata.get_all("Classifier") or [])]
    said += [metadata.get("License", "").split("\n")[0]]
    assert any(re.search(LICENCES[entry["licence"]], words) for words in said if words), said


def modules():
    return {module for entry in entries() for module in entry.get("modules", ())}


def test_the_modules_that_the_script_with_vega_imports_are_named():
    imported = set(re.findall(r"/npm/([^/]+)/\+esm", SNIPPET))
    assert len(imported) == 9
    assert imported <= modules()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="read from the library as Linux lays it out")
def test_all_modules_in_the_script_with_vega_are_named():
    """vl-convert carries the sources: what the imported modules import in their turn is in too."""
    library = Path(vl_convert.vl_convert.__file__).read_bytes()
    sources = dict(re.findall(
        rb"Original file: /npm/([^/]+@[\d.]+)/(.*?)(?=Original file: /npm/|\x00)", library, re.S
    ))  # fmt: skip
    seen, todo = set(), re.findall(r"/npm/([^/]+)/\+esm", SNIPPET)
    while todo:
        module = todo.pop()
        if module not in seen:
            seen.add(module)
            source = sources[module.encode()].decode(errors="ignore")
            todo += re.findall(r'(?:from|import)\s*"/npm/([^/"]+)/\+esm"', source)
    assert seen == modules()
