"""How a notebook's outputs stand in a page: charts, drawings and tables.

Called by myst-nb through the entry point `myst_nb.mime_renderers`. Each output comes with
words (alt text) and numbers (a table behind every chart), and none needs a network. Captions
and numbers of figures are myst-nb's own, from the cell's metadata.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup
from myst_nb.core.render import MimeRenderPlugin

from anodes.data.fields import EXPLORERS
from anodes.data.parsing import compounds, plain_heading
from anodes.physics.rounding import MISSING, Digits
from anodes.publish import dashes
from anodes.publish.compiled import compiled
from anodes.publish.figures import keep
from anodes.publish.lean import lean, short
from anodes.publish.plain import TITLE
from anodes.publish.rows import Content, fold, shared
from anodes.publish.still import still
from anodes.publish.templating import rendered
from anodes.teach.feedback import QUESTION_MIME
from anodes.viz.explorers.base import unbound
from anodes.viz.interactive import SVG_MIME, VEGA_MIME
from anodes.viz.lists import CARDS_MIME, PANELS_MIME
from anodes.viz.static import DRAWING_MIME, INK
from anodes.viz.tables import GRID_MIME, MARKS, TABLE_MIME, plain_table, whole_number, with_links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement
    from myst_nb.core.render import MimeData, NbElementRenderer

MANY = 6  # columns of a table that fit beside the list of contents
NUMERIC = rf"[-−–]?[\d.,]*(?:e[+-]\d+)?(?:\s[{re.escape(''.join(MARKS.values()))}])?"
SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


OWN = frozenset({CARDS_MIME, DRAWING_MIME, GRID_MIME, PANELS_MIME, QUESTION_MIME, TABLE_MIME})


class OutputRenderer(MimeRenderPlugin):
    """Renders Vega-Lite specs, and what carries a MIME type of our own."""

    mime_priority_overrides = tuple(("html", name, 1) for name in (VEGA_MIME, *sorted(OWN)))

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """The nodes of one output, or None where myst-nb should render it itself."""
        if inline:
            return None
        environment = renderer.renderer.document.settings.env
        name = data.cell_metadata.get("mystnb", {}).get("figure", {}).get("name", "")
        title = _title(data.cell_metadata.get(TITLE, ""))
        if data.mime_type == VEGA_MIME:
            environment.metadata[environment.docname]["has_charts"] = True
            spec = data.content if isinstance(data.content, dict) else json.loads(data.content)
            steered = spec.get("usermeta", {}).get("explorer")
            if steered:
                environment.metadata[environment.docname]["has_explorers"] = True
            numbers = steered["table"] if steered else spec_table(spec)
            folded = not (steered and "rows" in steered)
            beside = numbers if folded and name else None  # a figure has one chart and one fold
            picture = explorer(spec, steered, beside) if steered else chart(spec, beside)
            links = keep(environment, name, numbers)
            environment.metadata[environment.docname] |= {"has_rows": True} if folded else {}
            return [_raw(title + picture + links), _raw(fold(numbers) if folded else "")]
        if data.mime_type == QUESTION_MIME:
            environment.metadata[environment.docname]["has_questions"] = True
            return [_raw(field(data.content))]
        whole = _output(renderer, data)
        if data.mime_type == DRAWING_MIME:
            words, svg = data.content, whole[SVG_MIME]
            links = keep(environment, name, words["table"], svg)
            picture = drawing(svg, words["description"])
            environment.metadata[environment.docname]["has_rows"] = True
            return [_raw(title + picture + links), _raw(fold(words["table"]))]
        if data.mime_type in FROM_HTML:
            part, made = FROM_HTML[data.mime_type]
            environment.metadata[environment.docname] |= {part: True} if part else {}
            return [_raw(made(whole["text/html"]))]
        if data.mime_type in ("text/html", SVG_MIME) and OWN & whole.keys():
            return []  # the page takes it from the output, by the type of our own
        return None


def _title(text: str) -> str:
    return f'<p class="figure-title">{escape(text, quote=False)}</p>' if text else ""


def _output(renderer: NbElementRenderer, data: MimeData) -> dict[str, Any]:
    """All that the output of some data holds, by MIME type; nothing for what is no output."""
    if data.cell_index is None:
        return {}
    _, outputs = renderer.renderer.nb_client.code_cell_outputs(data.cell_index)
    bundles = (output.get("data", {}) for output in outputs)
    return next((b for b in bundles if b.get(data.mime_type) is data.content), {})


def chart(spec: dict[str, Any], beside: Content | None = None) -> str:
    """HTML of a Vega-Lite chart: a still of it where it will be drawn, its Vega spec beside it.

    The spec leaves out rows that are in the fold `beside` it.
    """
    words = escape(spec["description"], quote=True)
    vega = compiled(spec)
    live = shared(vega, beside) if beside else vega
    data = json.dumps(live, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<div class="chart"><div class="chart-view">{still(vega)}</div>'
        '<form class="vega-bindings"></form>'
        f'<script type="application/json" class="chart-spec">{data}</script>'
        f'<p class="chart-words">{words}</p></div>'
    )


def explorer(spec: dict[str, Any], steered: dict[str, Any], beside: Content | None = None) -> str:
    """HTML of an explorer: native controls, its readings as they are at the start, its chart.

    All of it is there without a script; `explorers.js` lets the controls steer the chart, from
    whose signals it takes the readings.
    """
    plain = unbound(spec, {control["name"] for control in steered["controls"]})
    return rendered(
        "explorer",
        question=steered["question"],
        controls=steered["controls"],
        readings=steered["readings"],
        numeric=lambda text: re.fullmatch(NUMERIC, text),
        chart=Markup(chart(plain, beside)),
        rows=Markup(_rows(steered) if "rows" in steered else ""),
    )


def field(question: dict[str, Any]) -> str:
    """HTML of a field for an answer, which a script shows and judges; see `questions.js`."""
    judged = ("right", "relative", "absolute", "slips")
    content = json.dumps({name: question[name] for name in judged}, ensure_ascii=False)
    names = ("name", "label", "unit", "tolerance")
    return rendered("question", content=content, asked={n: question[n] for n in names})


def _rows(steered: dict[str, Any]) -> str:
    """All rows of an explorer as a table; a row's name is a button that marks its point."""
    table = steered["table"]
    made = rendered(
        "explorer_rows",
        label="Table",
        heads=table["columns"],
        words=[any(map(_is_words, cells)) for cells in zip(*table["rows"], strict=True)],
        rows=table["rows"],
        digits=table["digits"],
        cell=_cell,
        plain=plain_heading,
        box=_box(len(table["columns"])),
        linked=steered["rows"],
    )
    return with_links(made) + dashes.fold_of_rows(table["columns"], table["rows"])


def _is_words(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, str | bool)


def spec_table(spec: dict[str, Any]) -> dict[str, list[Any]]:
    """All rows that a spec draws, under readable headings; names with _ serve the drawing only."""
    import pandas as pd

    rows = [
        row
        for dataset in spec["datasets"].values()
        for row in dataset
        if not all(name.startswith("_") for name in row)
    ]
    frame = pd.DataFrame(rows).drop_duplicates()
    table = EXPLORERS if "explorer" in spec.get("usermeta", {}) else ()
    return plain_table(frame[[name for name in frame if not str(name).startswith("_")]], table)


def drawing(svg: str, description: str) -> str:
    """A matplotlib SVG put into the page, its ink in the colour of the page's text.

    Ids are made unique by the drawing's own content, so that two drawings share a page.
    """
    from lxml import etree

    prefix = "d" + hashlib.sha256(svg.encode()).hexdigest()[:8]
    root = etree.fromstring(svg.encode(), etree.XMLParser(remove_comments=True))
    for metadata in root.findall(f"{SVG_NAMESPACE}metadata"):
        root.remove(metadata)
    for element in root.iter():
        for name, value in _declarations(element.attrib.pop("style", "")):
            element.set(name, value)
        if "id" in element.attrib:
            element.set("id", f"{prefix}-{element.get('id')}")
        for name, value in element.attrib.items():
            if name == HREF and value.startswith("#"):
                element.set(name, f"#{prefix}-{value[1:]}")
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#{prefix}-"))
            elif INK in value:
                element.set(name, value.replace(INK, "currentColor"))
    for part in root.iter(f"{SVG_NAMESPACE}path"):
        part.set("d", short(part.get("d", "")))
    lean(root)
    size = [float(root.get(name, "0pt").removesuffix("pt")) * 4 / 3 for name in ("width", "height")]
    root.set("width", f"{size[0]:.0f}")
    root.set("height", f"{size[1]:.0f}")
    root.set("role", "img")
    root.set("aria-label", description)
    return f'<div class="drawing">{etree.tostring(root, encoding="unicode")}</div>'


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    """The declarations of a style attribute as attributes of SVG, which no page policy forbids.

    `font` is none of those: it becomes size and family.
    """
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        font = re.fullmatch(r"(?:\w+ )*?([\d.]+px) (.+)", value) if name == "font" else None
        if font:
            yield from (("font-size", font[1]), ("font-family", font[2]))
        else:
            yield name, value


def page_table(html: str) -> str:
    """A pandas table in a box that scrolls, has a name and can be reached by keyboard."""
    from lxml import etree
    from lxml.html import fragment_fromstring, tostring

    box = fragment_fromstring(html, create_parent="div")
    for style in box.iter("style"):
        style.getparent().remove(style)
    _dress(box)
    etree.strip_attributes(box, "valign")
    table = next(box.iter("table"))
    return _scroll_box(tostring(table, encoding="unicode")) + dashes.fold_of_table(table)


def grids(html: str) -> str:
    """One or several whole tables, each in a box of its own that a script makes a grid."""
    from lxml.html import fragment_fromstring, tostring

    box = fragment_fromstring(html, create_parent="div")
    box.set("class", "grids")
    _dress(box)
    for inner in list(box.iter("table")):
        label = inner.get("aria-label")
        heads = len(inner.findall("thead/tr/th"))
        named = {
            "id": f"grid-{'-'.join(re.findall('[a-z0-9]+', label.lower()))}",
            "class": _box(heads), "tabindex": "0", "role": "region", "aria-label": label,
        }  # fmt: skip
        for head in inner.iterfind("thead/tr/th"):
            _name_in_files(head)
        scroll = inner.makeelement("div", named)
        inner.getparent().replace(inner, scroll)
        scroll.append(inner)
        if why := dashes.fold_of_table(inner):
            scroll.addnext(fragment_fromstring(why))
    return tostring(box, encoding="unicode")


def _dress(box: HtmlElement) -> None:
    """Heads with a scope, words to the left, no looks of its own."""
    for cell in box.iter("th"):
        _scope(cell)
    for cell in box.iter("td"):
        _set_cell(cell)
    for grid in box.iter("table"):
        _align_heads(grid)
        for name in ("border", "style"):
            grid.attrib.pop(name, None)
    for row in box.iter("tr"):
        row.attrib.pop("style", None)
    _close_up(box)


def _scope(cell: HtmlElement) -> None:
    """What a head is the head of; an empty one is none."""
    if not (cell.text or "").strip() and not len(cell):
        cell.tag = "td"
        cell.attrib.pop("halign", None)
    elif cell.getparent().getparent().tag == "thead":
        cell.set("scope", "colgroup" if cell.get("colspan") else "col")
    else:
        cell.set("scope", "rowgroup" if cell.get("rowspan") else "row")


def _name_in_files(head: HtmlElement) -> None:
    """How a CSV file spells a head that has other letters than ASCII, for `spreadsheet.js`."""
    shown = head.text_content().strip()
    if (plain := plain_heading(shown)) != shown:
        head.set("data-plain", plain)


def _set_cell(cell: HtmlElement) -> None:
    """A dash for what is missing, and a class for words."""
    empty = (
        not len(cell)
        and not (cell.text or "").strip()
        and cell.getparent().getparent().tag == "tbody"
    )
    if empty or cell.text in ("NaN", "None", "<NA>"):
        cell.text = MISSING
    words = cell.text_content()  # a link is words too
    if not re.fullmatch(NUMERIC, words):
        cell.set("class", "long words" if len(words) > 40 else "words")


def _close_up(box: HtmlElement) -> None:
    """Leave out the spaces by which pandas indents every cell: a third of a page's weight."""
    for part in box.iter():
        if part.tag in ("table", "thead", "tbody", "tr") and not (part.text or "").strip():
            part.text = None
        if part.tag in ("thead", "tbody", "tr", "td", "th") and not (part.tail or "").strip():
            part.tail = None


def _align_heads(table: HtmlElement) -> None:
    """The head of a column of words stands to the left, as the words do."""
    rows = [list(row) for row in table.find("tbody").iter("tr")]
    heads = list(table.find("thead").iter("tr"))[-1]
    for place, head in enumerate(heads):
        cells = [row[place] for row in rows if place < len(row)]
        if any("words" in (cell.get("class") or "") for cell in cells):
            head.set("class", "words")


def _cell(value: Any, digits: dict[str, int]) -> str:  # noqa: ANN401
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return whole_number(value)
    return Digits(**digits).text(value) if isinstance(value, float) else compounds(str(value))


def _box(heads: int) -> str:
    """The class of the box of a table: one with many columns may use the room beside the text."""
    return "table-scroll full-width" if heads > MANY else "table-scroll"


def _scroll_box(inner: str) -> str:
    named = 'tabindex="0" role="region" aria-label="Table"'
    return f'<div class="{_box(inner.partition("</thead>")[0].count("<th"))}" {named}>{inner}</div>'


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


# By MIME type: the part of the page that the output needs, and what becomes of its HTML.
FROM_HTML: dict[str, tuple[str, Callable[[str], str]]] = {
    CARDS_MIME: ("has_folds", str),
    GRID_MIME: ("has_grids", grids),
    PANELS_MIME: ("", str),
    TABLE_MIME: ("", page_table),
}
