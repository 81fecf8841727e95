"""The chapter contract: form, stored outputs that a fresh run repeats, prose that the data back.

nbval compares each stored output with a fresh one in the same run of pytest (`--nbval`); that
whole files come out the same byte for byte is tested where the zip of the book is built.
"""

import ast
import csv
import functools
import json
import re
import statistics
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from lxml.html import fragment_fromstring

from anodes import audit, data
from anodes.analysis import hosts_tables
from anodes.data.parsing import typeset
from anodes.publish import plain, prose, references

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
TOLD = [path for path in CHAPTERS if path.stem != "index"]
VEGA = "application/vnd.vegalite.v5+json"
SVG = "image/svg+xml"
DRAWING_MIME = "application/vnd.anodes.drawing+json"


@functools.cache
def notebook(path: Path):
    return nbformat.read(path, as_version=4)


def code_cells(path: Path):
    return [cell for cell in notebook(path).cells if cell.cell_type == "code"]


@functools.cache
def text_of(path: Path) -> str:
    return "\n".join(c.source for c in notebook(path).cells if c.cell_type == "markdown")


def captions(path: Path) -> dict[str, str]:
    return {name: cell.source for name, cell in plain.captions(notebook(path).cells).items()}


def outputs(path: Path):
    return [output for cell in code_cells(path) for output in cell.outputs]


def test_the_toc_names_every_chapter_and_no_other():
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"chapters/([\w-]+)", toc))
    there = {p.stem for p in (ROOT / "chapters").glob("*") if p.suffix in (".ipynb", ".md")}
    assert named == there


def test_the_chapters_have_cells_and_figures():
    """So that what is asked of each cell and each figure below is asked of some."""
    assert sum(len(code_cells(path)) for path in CHAPTERS) > 100
    assert len(numbers_of_figures()) > 40


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_every_cell_was_executed_without_error(path):
    for number, cell in enumerate(code_cells(path), start=1):
        assert cell.execution_count == number
        assert cell.source.strip()
        assert not [o for o in cell.outputs if o.output_type == "error"]
        assert not [o for o in cell.outputs if o.get("name") == "stderr"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_cells_are_short(path):
    lengths = [len([x for x in c.source.splitlines() if x.strip()]) for c in code_cells(path)]
    assert max(lengths) <= 20  # the longest build a chart in plain Altair
    assert statistics.median(lengths) <= 15  # and a chapter has few cells
    for cell in code_cells(path):
        assert not re.search(r"^\s*(def|class) ", cell.source, re.M), (
            "functions live in the package"
        )


def typed_in(source: str) -> list[str]:
    """Numbers typed into calls of `physics`, but for compositions, searched ranges and powers of ten."""
    free = {"longest", "within"}  # how far to look
    found = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("physics."):
            given = [*call.args, *(word.value for word in call.keywords if word.arg not in free)]
            for value in map(ast.unparse, given):
                harmless = re.fullmatch(r"\d{1,2}( / \d)?|10+", value)
                if re.fullmatch(r"[-\d./*() ]+", value) and not harmless:
                    found.append(f"{ast.unparse(call.func)}: {value}")
    return found


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_physics_is_given_numbers_of_the_data_or_with_a_name(path):
    assert [wrong for cell in code_cells(path) for wrong in typed_in(cell.source)] == []


def test_a_typed_number_is_found():
    typed = typed_in("physics.pore_volume_needed(0.62, p)\nphysics.cubic_edges(a, 220, longest=20)")
    assert typed == ["physics.pore_volume_needed: 0.62", "physics.cubic_edges: 220"]
    assert typed_in('physics.specific_capacity(15 / 4, "Si")') == []


def described(cell, shown) -> bool:
    """Whether a figure has the words of its cell's metadata; an explorer has its own."""
    own = "explorer" in shown.get("usermeta", {})
    words = shown["description"] if own else cell.metadata["mystnb"]["image"]["alt"]
    return shown["description"] == words and "description=" not in cell.source


def is_a_caption(text: str) -> bool:
    """A finding as a sentence on its first line, then what is shown; nothing announces a sentence."""
    finding, _, shown = text.partition("\n")
    sentences = finding.endswith(".") and shown.endswith(".") and shown[:1].isupper()
    return sentences and not re.search(r"\b(?:To see|Note that|See how|Look at)\b", text)


@pytest.mark.parametrize(
    ("text", "good"),
    [("**Figure 1.** Tin fades.\nTests of tin.\nOne ends early.", True),
     ("**Figure 1.** Tin fades.\nTests of tin.\nTo see: one ends early.", False),
     ("**Figure 1.** Tests of tin", False), ("**Figure 1.** Tin fades.", False)],
)  # fmt: skip
def test_a_caption_without_a_finding_is_seen(text, good):
    assert is_a_caption(text) is good


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_every_figure_has_caption_name_words_and_numbers(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            mimes = output.get("data", {})
            if VEGA not in mimes and SVG not in mimes:
                continue
            figure = cell.metadata["mystnb"]["figure"]
            assert figure["name"].startswith("fig-")
            assert is_a_caption(captions(path)[figure["name"]])
            if VEGA in mimes:
                assert len(mimes[VEGA]["description"]) > 40
                assert described(cell, mimes[VEGA])
                steered = mimes[VEGA].get("usermeta", {}).get("explorer")
                assert (
                    steered["table"]["rows"] if steered else any(mimes[VEGA]["datasets"].values())
                )
            else:
                words = mimes[DRAWING_MIME]
                assert len(words["description"]) > 40
                assert described(cell, words)
                assert words["table"]["rows"]


FORM = "your-electrode"  # opens with what to do in its form; its numbers follow in the same text
SPELLED = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
]
SOME = re.compile(rf"(?<![\w^])(?:\d[\d,.]*|{'|'.join(SPELLED)})(?!\w)", re.I)


def opening(text):
    """The sentences, a line each, that stand before anything else on a page."""
    title, _, rest = text.partition("\n")
    assert title.startswith("# ")
    plain_words = re.sub(r"\]\([^)]*\)", "]", rest.strip().split("\n\n")[0])  # no number of a link
    return re.sub(r"\[[^\]]*\d+\]", "", plain_words).splitlines()


def with_numbers(lines):
    return [line for line in lines if SOME.search(line)]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_a_chapter_opens_with_a_finding_that_holds_a_number(path):
    lines = opening(notebook(path).cells[0].source)
    if path.stem == FORM:
        assert len(with_numbers(lines)) >= 2
    else:
        assert with_numbers(lines[:1]) == lines[:1], lines


def test_an_opening_without_a_number_is_found():
    assert with_numbers(opening("# Tin 2\n\nTin is soft [[51](a.md#r051)].\nIt has 4.\n\n9")) == [
        "It has 4."
    ]
    assert with_numbers(["Na₁₅Sn₄ swells.", "Sixty rows."]) == ["Sixty rows."]


@pytest.mark.parametrize("path", TOLD, ids=lambda p: p.stem)
def test_the_contract(path):
    text = text_of(path)
    assert notebook(path).cells[0].source.startswith("# ")
    parts = ("> **At a glance**", "> **You will be able to**", "> **Recomputed here:**",
             "> **Time:**", "\n## Exercises\n", "\n### ", "\n#### Solution", "\n## Key points\n",
             "**Next:**")  # fmt: skip
    for part in (*parts, "(bibliography.md#li2022)"):
        assert part in text, part
    order = [text.index(part) for part in (parts[0], *parts[4:5], *parts[6:])]
    assert order == sorted(order)
    kinds = [VEGA if VEGA in o.get("data", {}) else SVG for o in outputs(path)
             if {VEGA, SVG} & set(o.get("data", {}))]  # fmt: skip
    assert len(kinds) >= 2
    assert VEGA in kinds
    specs = [o["data"][VEGA] for o in outputs(path) if VEGA in o.get("data", {})]
    assert all("tooltip" in str(spec) and spec["params"][0]["bind"] for spec in specs)


@pytest.mark.parametrize("path", TOLD, ids=lambda p: p.stem)
def test_the_solution_is_executed(path):
    cells = notebook(path).cells
    starts = [i for i, c in enumerate(cells) if c.source.startswith("#### Solution")]
    heads = [i for i, c in enumerate(cells) if re.match("#{1,3} ", c.source)]
    ends = [next(head for head in heads if head > start) for start in starts]
    assert starts
    assert all(cells[start].metadata["jp-MarkdownHeadingCollapsed"] for start in starts)
    for start, end in zip(starts, ends, strict=True):
        code = [c for c in cells[start:end] if c.cell_type == "code"]
        assert code
        assert any(c.outputs for c in code)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_every_figure_is_spoken_of(path):
    spoken = set(re.findall(r"\]\(#cell-id=(fig-[\w-]+)\)", text_of(path)))
    assert set(captions(path)) <= spoken | {"fig-index-all"}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_prose_is_plain_markdown(path):
    """Every viewer of notebooks shows it: no directive, no role, and links to files that exist."""
    text = re.sub(r"```.*?```|`[^`]*`", "", text_of(path), flags=re.S)
    assert not re.findall(r":::|\{[a-z-]+\}`|^\([\w-]+\)=", text, re.M)
    link = r"\[[^\[\]]*\]\(bibliography\.md#\w+\)"
    assert "(bibliography.md#" not in re.sub(rf"\[{link}(?:, {link})*\]", "", text)  # [1, 2]
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert target.startswith("http") or (path.parent / target).exists(), target


@pytest.mark.slow
def test_numbers_of_figures_and_citations_are_filled():
    assert references.fill() == {}


def test_every_counterpart_is_a_figure_of_the_book():
    drawn = {
        cell.metadata["mystnb"]["figure"]["name"]
        for path in CHAPTERS
        for cell in code_cells(path)
        if "mystnb" in cell.metadata
    }
    assert set(data.figures()["counterpart"]) - {""} <= drawn


def numbers_of_figures() -> dict[str, str]:
    """What each figure of the book draws, as text, by its label."""
    drawn = {}
    for cell in (cell for path in CHAPTERS for cell in code_cells(path)):
        label = cell.metadata.get("mystnb", {}).get("figure", {}).get("name")
        for output in cell.outputs if label else []:
            spec = output.get("data", {}).get(VEGA, {}).get("datasets", {})
            table = output.get("data", {}).get(DRAWING_MIME, {}).get("table", {})
            drawn[label] = json.dumps([spec, table], ensure_ascii=False)
    return drawn


def test_a_counterpart_of_a_curve_has_a_point_of_its_paper():
    drawn = numbers_of_figures()
    panels = data.figures().query("kind in ('cycling', 'rate capability') and counterpart != ''")
    assert len(panels) >= 20
    for panel in panels.to_dict("records"):
        paper = f"[{panel['source_reference']}]"
        assert paper in drawn[panel["counterpart"]], (panel["figure"], panel["panel"])


def test_every_figure_of_the_review_has_a_counterpart():
    panels = data.figures()
    assert set(panels.loc[panels["counterpart"] != "", "figure"]) == set(range(1, 19))


def test_every_panel_is_told_in_the_chapter_of_its_section():
    assert sum(len(data.panels(chapter)) for chapter in data.FIGURES_OF) == len(data.figures())
    for chapter in data.FIGURES_OF:
        cells = code_cells(ROOT / "chapters" / f"{chapter}.ipynb")
        shown = "".join(str(o.get("data", {})) for c in cells for o in c.outputs)
        for label in data.panels(chapter)["label"]:
            assert f"<strong>{label}</strong>" in shown, label


def test_every_citation_of_a_section_stands_in_its_chapter():
    chapters, told = data.sections(), set()
    cited = data.read("citations")
    for reference, places in zip(cited["reference"], cited["cited_in"], strict=True):
        for chapter in {chapters[place] for place in places.split(";") if place in chapters}:
            text = text_of(ROOT / "chapters" / f"{chapter}.ipynb")
            assert f"(bibliography.md#r{reference:03})" in text, (reference, chapter)
            told.add(reference)
    assert len(told) > 150  # of 178


def test_the_chapter_of_each_section_exists():
    assert set(data.read("sections")["chapter"]) <= {path.stem for path in CHAPTERS}


@pytest.mark.slow
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_quantities_in_prose_stand_in_the_outputs_or_the_print(path):
    """A change of data that moves a number in prose must be seen in the prose."""
    assert prose.unsupported(notebook(path)) == []


ON_PAPERS = ("synthesis", "silicon", "germanium", "tin", "antimony")


def claimed(reference: int) -> set[tuple[float, str]]:
    """Every quantity that the text of the review prints on one paper."""
    claims = data.claims()
    rows = claims[[str(reference) in re.findall(r"\d+", cited) for cited in claims["references"]]]
    pairs = {
        (value, typeset(unit)) for value, unit in zip(rows["value"], rows["unit"], strict=True)
    }
    pairs |= set(zip(rows["current"], map(typeset, rows["current_unit"]), strict=True))
    return pairs | {(float(cycle), "cycles") for cycle in rows["cycle"].dropna()}


def unclaimed(text: str) -> list[tuple[str, str]]:
    """The quantities of sentences with a citation that the review does not print on that paper."""
    found = []
    for sentence in re.split(r"(?<=[.:;!?])\s+|\n", text):
        cited = {int(key) for key in re.findall(r"bibliography\.md#r(\d+)", sentence)}
        behind = {pair for reference in cited for pair in claimed(reference)}
        for number, unit in sorted(prose.quantities(sentence) if cited else ()):
            if not prose.is_among(number, unit, behind):
                found.append((number, unit))
    return found


@pytest.mark.parametrize("name", ON_PAPERS)
def test_a_cited_quantity_is_one_that_the_review_prints_on_that_paper(name):
    text = text_of(ROOT / f"chapters/{name}.ipynb")
    assert "(bibliography.md#r" in text
    assert unclaimed(text) == []


def test_the_check_of_cited_quantities_can_fail():
    """[87] swells by less than 20 % and was cycled 500 times; 97 % are those of [127]."""
    right = "It swells by 20 % in 500 cycles [[87](bibliography.md#r087)]."
    wrong = "It swells by 20 % and kept 97 % [[87](bibliography.md#r087)]; 30 % is ours."
    assert (unclaimed(right), unclaimed(wrong)) == ([], [("97", "%")])


def test_the_check_of_prose_can_fail():
    behind = {(80.3, "%"), (2350.0, "mAh g⁻¹")}
    assert prose.quantities("an ICE of 80.3 % and 2,350 mAh g⁻¹, `17 %` in code") == {
        ("80.3", "%"),
        ("2,350", "mAh g⁻¹"),
    }
    assert prose.is_among("80", "%", behind)
    assert not prose.is_among("81", "%", behind)
    assert not prose.is_among("2,350", "mAh cm⁻³", behind)


@functools.cache
def rejected() -> frozenset[str]:
    """Columns of Tables 1 and 2 with a printed value that the audit calls wrong."""
    found = audit.run().query("severity in ('inconsistent', 'impossible')")
    places = found.loc[found["place"].str.match(r"Tables? [12]\b"), "place"]
    return frozenset(
        each.column
        for name, each in hosts_tables.PROPERTIES.items()
        if places.str.contains(rf", {name}\b").any()
    )


def computed_from(node: ast.AST, columns: frozenset[str]) -> set[str]:
    """Columns that a calculation reads: an arithmetic operation, or a call of a wing."""
    calls = [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.BinOp)
        or (isinstance(each, ast.Call) and ast.unparse(each.func).split(".")[0] in CALCULATING)
    ]
    return {
        each.value
        for call in calls
        for each in ast.walk(call)
        if isinstance(each, ast.Constant) and each.value in columns
    }


CALCULATING = ("physics", "analysis", "pores", "faraday", "crystallography", "cell_stack")
SAYS_SO = re.compile(r"\bas printed\b|\bprinted (?:volume )?expansions?\b")


def said_about(cells, number: int) -> str:
    """Prose around a code cell: the text before it and the two that follow."""
    before = [c.source for c in cells[:number] if c.cell_type == "markdown"][-1:]
    after = [c.source for c in cells[number:] if c.cell_type == "markdown"][:2]
    return "\n".join(before + after)


def unsaid(cells) -> list[str]:
    """Code cells that compute from a rejected column while the prose does not say so."""
    return [
        cell["id"]
        for number, cell in enumerate(cells)
        if cell.cell_type == "code"
        and computed_from(ast.parse(cell.source), rejected())
        and not SAYS_SO.search(said_about(cells, number))
    ]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_nothing_is_computed_from_a_rejected_value_unless_the_text_says_so(path):
    assert unsaid(notebook(path).cells) == []


def test_a_calculation_with_a_rejected_value_is_seen():
    assert rejected() == {
        "volume_expansion_percent", "volumetric_capacity_mAh_cm3", "conductivity_S_m",
    }  # fmt: skip
    code = nbformat.v4.new_code_cell("1 + hosts['volume_expansion_percent'] / 100")
    shown = nbformat.v4.new_code_cell("viz.table(hosts, ['volume_expansion_percent'])")
    silent = nbformat.v4.new_markdown_cell("The ratio of each host.")
    open_ = nbformat.v4.new_markdown_cell("The ratio if the printed expansion were one.")
    assert unsaid([silent, code]) == [code["id"]]
    assert unsaid([open_, code]) == unsaid([silent, shown]) == []


def test_the_package_computes_from_a_rejected_value_only_where_it_says_so():
    """A function of these wings that does has it in its docstring; the audit compares."""
    computing = set()
    for path in [*(ROOT / "anodes/analysis").glob("*.py"), *(ROOT / "anodes/viz").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and computed_from(node, rejected()):
                computing.add(node.name)
                assert SAYS_SO.search(ast.get_docstring(node) or ""), node.name
    assert computing == {"product_readings"}


def test_most_words_are_prose():
    for path in TOLD:
        code = sum(len(c.source.split()) for c in code_cells(path))
        words = len(text_of(path).split())
        assert words / (words + code) >= 0.6, path.stem


@functools.cache
def given_numbers() -> frozenset[str]:
    """Every number that a file of the data gives, without what groups its digits."""
    cells = (
        cell
        for path in sorted((ROOT / "data").rglob("*.csv"))
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines())
        for cell in row
    )
    plain = (re.sub(r"(?<=\d),(?=\d{3})", "", cell) for cell in cells)
    return frozenset(number for cell in plain for number in re.findall(r"\d+(?:\.\d+)?", cell))


def digits_beyond(html: str, most: int = 4) -> list[str]:
    """Numbers in an output's tables with more than `most` digits that mean something.

    The edge of a unit cell, in ångström, may have two more.
    """
    found = []
    for table in fragment_fromstring(html, create_parent="div").iter("table"):
        for row in table.iter("tr"):
            for place, cell in enumerate(row):
                number = re.fullmatch(r"[-−]?([\d,]*\.\d+)(?:\s[°*†§¶‡])?", cell.text_content())
                heads = [
                    head[place].text_content() for head in table.find("thead") if place < len(head)
                ]
                edge = any(re.search(r"\(Å\)|[abc]_angstrom$", head) for head in heads)
                plain = number[1].replace(",", "") if number and cell.tag == "td" else ""
                if len(plain.replace(".", "").lstrip("0")) > most + 2 * edge:
                    found.append(plain)
    return found


def test_digits_that_mean_nothing_are_found():
    heads = "<thead><tr><th>material</th><th>a_angstrom</th></tr></thead>"
    cells = ["65.625", "65.63", "−0.047619", "1,234.5\N{NO-BREAK SPACE}†", "12345", "[2.7182]"]
    rows = "".join(f"<tr><td>{cell}</td><td>10.6322</td></tr>" for cell in cells)
    found = digits_beyond(f"<table>{heads}<tbody>{rows}</tbody></table>")
    assert found == ["65.625", "0.047619", "1234.5"]


@pytest.mark.slow
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_no_table_shows_more_digits_than_its_number_is_worth(path):
    """Only what a file gives has more than four."""
    html = "\n".join(output.get("data", {}).get("text/html", "") for output in outputs(path))
    assert set(digits_beyond(html)) - given_numbers() == set()
