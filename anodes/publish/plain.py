"""Chapters are plain Markdown, which every viewer shows; Sphinx gets the directives it means.

A notebook reads as prose in JupyterLab, on GitHub and in an editor. Nine turns of notebooks
mean more on the site:

| in the notebook | on the site |
|---|---|
| `[Figure 12](#cell-id=fig-name)` | a reference to the figure of that name |
| a cell `**Figure 12.** ...` after a cell with `mystnb.figure.name` | its caption; the title |
| a quotation that begins with a line in bold | a box with that title |
| a list whose items begin with a link in bold | cards |
| under `## Exercises`, a cell `### Title`, then one `#### Solution` | an exercise and a fold |
| a code cell outside of the exercises, without the tag `open-code` | its code folded |
| a code cell `teach.check("name", ...)` | a field for the answer, without code |
| a cell that begins with `**Self-test.**` | a group of options to unfold |
| `- <a id="goal-name"></a>words` in a box | an objective that exercises link to |

`anodes.publish.references` fills in the numbers, and gives the cell that makes a figure the
figure's name as its id: JupyterLab and nbconvert scroll to `#cell-id=...`. A Markdown file leads to
an exercise or a figure by the same link (`silicon.ipynb#cell-id=ex-si-rate`). In `bibliography.md`,
`<a id="r051"></a>` at the start of an entry is where `[51](bibliography.md#r051)` leads to.
"""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING

from anodes.teach.exercises import EXERCISE, EXERCISES, SELF_TEST, SOLUTION, Cell, field_of, text_of
from anodes.viz.interactive import VEGA_MIME
from anodes.viz.static import DRAWING_MIME

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FIGURE = re.compile(r"\[[^\[\]]*\]\((?:[\w-]+\.ipynb)?#(?:cell-id=)?(fig-[\w-]+)\)")
PLACE = re.compile(r"(\]\()[\w-]+\.ipynb#cell-id=((?:ex|fig)-[\w-]+\))")  # of a Markdown file
CAPTION = re.compile(r"\*\*Figure\b[^*]*\*\*\s*")
BOX = re.compile(r"^> \*\*(?P<title>[^*]+)\*\*\n>\n(?P<body>(?:>.*(?:\n|$))+)", re.M)
CARD = r"- \*\*\[(?P<title>[^\]]+)\]\((?P<target>[^)]+)\)\*\*\n(?P<words>(?:  .*(?:\n|$))+)"
_UNNAMED_CARD = re.sub(r"\?P<\w+>", "?:", CARD)
CARDS = re.compile(f"^(?:{_UNNAMED_CARD}){{2,}}", re.M)
ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>', re.M)
SENTENCE = re.compile(r"(.{12,}?(?<!al)(?<!vs)(?<!No)[.!?])\s+(?=[^a-z])")
LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
PICTURES = {VEGA_MIME, DRAWING_MIME}
TITLE = "anodes-title"  # metadata of a cell whose picture has one, for Sphinx only
OPEN = "open-code"  # tag of a cell whose code is what the chapter teaches
GOAL_ANCHOR = re.compile(r'^(- )<a id="(goal-[\w-]+)"></a>(.+)$', re.M)
HIDDEN = "remove-input"  # tag of a cell whose code is not shown


def register(app: Sphinx) -> None:
    """Translate each source before it is parsed."""
    app.connect("source-read", _translate)


def _translate(app: Sphinx, name: str, source: list[str]) -> None:
    if app.env.doc2path(name).endswith(".ipynb"):
        notebook = json.loads(source[0])
        notebook["cells"] = cells_for_sphinx(notebook["cells"])
        source[0] = json.dumps(notebook)
    else:
        text = PLACE.sub(r"\1#\2", source[0])
        source[0] = BOX.sub(_box, ANCHOR.sub(r"(\1)=\n", text))


def cells_for_sphinx(cells: list[Cell]) -> list[Cell]:
    """The cells of a notebook with captions, boxes, cards and exercises as Sphinx knows them."""
    return _with_exercises(_with_captions(_with_folds(cells)))


def _with_folds(cells: list[Cell]) -> list[Cell]:
    """Code folded, but for cells with a tag that says otherwise and those of exercises."""
    made, inside = [], False
    for cell in cells:
        if cell["cell_type"] == "markdown" and re.match(r"#{1,2} ", text_of(cell)):
            inside = text_of(cell).startswith(EXERCISES)
        made.append(_tagged(cell, inside))
    return made


def _tagged(cell: Cell, in_exercises: bool) -> Cell:
    """A code cell with the tag that folds or hides its code."""
    tags = cell["metadata"].get("tags", [])
    if cell["cell_type"] != "code" or {OPEN, HIDDEN} & set(tags):
        return cell
    tag = HIDDEN if field_of(cell) else "" if in_exercises else "hide-input"
    return cell | {"metadata": cell["metadata"] | {"tags": [*tags, tag]}} if tag else cell


def figure_name(cell: Cell) -> str:
    """The name of the figure that a code cell makes, '' if it makes none."""
    return cell["metadata"].get("mystnb", {}).get("figure", {}).get("name", "")


def solutions(cells: list[Cell]) -> list[Cell]:
    """The cells that open a solution."""
    return [
        cell
        for cell in cells
        if cell["cell_type"] == "markdown" and text_of(cell).startswith(SOLUTION)
    ]


def captions(cells: list[Cell]) -> dict[str, Cell]:
    """The caption cell of each named figure that has one, by the figure's name."""
    return {
        figure_name(first): second
        for first, second in itertools.pairwise(cells)
        if is_caption(first, second)
    }


def is_caption(before: Cell, cell: Cell) -> bool:
    """Whether a cell is the caption of the figure that the cell before it makes."""
    named = before["cell_type"] == "code" and figure_name(before)
    return bool(named and cell["cell_type"] == "markdown" and CAPTION.match(text_of(cell)))


def _with_captions(cells: list[Cell]) -> list[Cell]:
    """Each caption as metadata of the cell that makes its figure; other prose as directives."""
    made: list[Cell] = []
    for cell in cells:
        text = directives(text_of(cell)) if cell["cell_type"] == "markdown" else ""
        if made and is_caption(made[-1], cell):
            title, words = titled(CAPTION.sub("", text, count=1), made[-1])
            figure = {"name": figure_name(made[-1]), "caption": words}
            metadata = made[-1]["metadata"]
            dressed = metadata | {"mystnb": metadata["mystnb"] | {"figure": figure}, TITLE: title}
            made[-1] = made[-1] | {"metadata": dressed}
        else:
            made.append(cell | {"source": text} if text else cell)
    return made


def titled(caption: str, cell: Cell) -> tuple[str, str]:
    """The finding that a caption begins with, for a title above the picture, and the rest.

    No title is taken from a caption of one sentence, or for what is no chart and no drawing, or
    where the sentence holds what only Markdown can show.
    """
    first, _, rest = caption.partition("\n")
    if sentence := SENTENCE.match(first):
        first, rest = sentence[1], f"{first[sentence.end() :]}\n{rest}".strip()
    title = re.sub(r"[*`]", "", LINK.sub(r"\1", first)).strip()
    mimes = {mime for output in cell.get("outputs", ()) for mime in output.get("data", {})}
    if not rest.strip() or re.search(r"[$<{]", title) or not mimes & PICTURES:
        return "", caption
    return title.rstrip("."), rest.strip()


def directives(text: str) -> str:
    """Plain Markdown with figure references, boxes and cards as MyST writes them."""
    text = FIGURE.sub(r"{numref}`\1`", text).replace("](bibliography.md#", "](#")
    text = GOAL_ANCHOR.sub(_goal, BOX.sub(_box, text))
    if text.startswith(SELF_TEST):
        text = f":::{{div}} self-test\n{text}\n:::"
    return CARDS.sub(_cards, text)


def _goal(match: re.Match[str]) -> str:
    bullet, name, words = match.groups()
    return f"{bullet}[{words}]{{#{name}}}"


def _box(match: re.Match[str]) -> str:
    body = re.sub(r"^> ?", "", match["body"], flags=re.M)
    return f":::{{admonition}} {match['title']}\n:class: note\n\n{body.rstrip()}\n:::\n"


def _cards(match: re.Match[str]) -> str:
    found = list(re.finditer(CARD, match[0]))
    columns = 3 if len(found) % 3 == 0 else 2
    cards = "\n".join(_card(**card.groupdict()) for card in found)
    return f"::::{{grid}} 1 {min(columns, 2)} {columns} {columns}\n:gutter: 3\n\n{cards}::::\n"


def _card(title: str, target: str, words: str) -> str:
    place, _, part = target.partition("#")
    if part:
        link = f':link: "#{part.lower()}"\n:link-type: url'
    else:
        link = f":link: {place.rsplit('.', 1)[0]}\n:link-type: doc"
    return f":::{{grid-item-card}} {title}\n{link}\n\n{words.strip()}\n:::\n"


def _with_exercises(cells: list[Cell]) -> list[Cell]:
    """Exercises as directives; a solution is folded, whatever cells it has."""
    made: list[Cell] = []
    inside, label, solved = False, "", False
    for cell in cells:
        text = text_of(cell) if cell["cell_type"] == "markdown" else ""
        if re.match(r"#{1,3} ", text):
            made += [_solution_end(label)] * solved
            inside = text.startswith((EXERCISES, EXERCISE) if inside else EXERCISES)
            label, solved = cell["id"], False
        if inside and text.startswith(EXERCISE):
            made.append(cell | {"source": _exercise(text, label)})
        elif inside and text.startswith(SOLUTION):
            solved = True
            made.append(cell | {"source": _solution_start(text, label)})
        else:
            made.append(cell)
    return made + [_solution_end(label)] * solved


def _exercise(text: str, label: str) -> str:
    title, _, body = text.removeprefix(EXERCISE).partition("\n")
    return f":::{{exercise}} {title}\n:label: {label}\n\n{body.strip()}\n:::"


def _solution_start(text: str, label: str) -> str:
    start = f"```{{solution-start}} {label}\n:class: dropdown\n```\n"
    return start + text.removeprefix(SOLUTION)


def _solution_end(label: str) -> Cell:
    source = "```{solution-end}\n```"
    return {"cell_type": "markdown", "id": f"{label}-end", "metadata": {}, "source": source}
