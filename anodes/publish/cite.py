"""How to cite the book: a box on a page, a line in every footer, both made from `CITATION.cff`.

In a chapter, a paragraph that is one link to `../CITATION.cff` becomes the box. The address of the
repository is `repository: url:` of `_config.yml`; where it is empty, its links are left out.
"""

from __future__ import annotations

import datetime
import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

import yaml

from anodes.data.files import ROOT, DataError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from docutils import nodes
    from sphinx.application import Sphinx

FILE = "CITATION.cff"
MARK = re.compile(rf"^\[[^\[\]]+\]\(\.\./{re.escape(FILE)}\)$", re.M)
BOX = "chapters/index.html#cite-this-book"  # where the footer leads to
ISSUES = "issues"  # below the address of a repository, on all usual hosts
BINDER, COLAB = "https://mybinder.org", "https://colab.research.google.com"
BRANCH = "main"
NAMES = ("title", "authors", "version", "date-released", "license", "references")


def register(app: Sphinx) -> None:
    """Put the box where a chapter asks for it, and the line into each footer."""
    app.connect("source-read", _translate, priority=600)  # plain.py has made its directives
    app.connect("html-page-context", _footer)


def citation(root: Path = ROOT) -> dict[str, Any]:
    """What `CITATION.cff` says. Raises `DataError` where a part that the box needs is missing."""
    try:
        known = yaml.safe_load((root / FILE).read_text(encoding="utf-8"))
        missing = [name for name in NAMES if not known.get(name)]
        found = f"no {', '.join(missing)}" if missing else ""
    except (OSError, yaml.YAMLError, AttributeError) as error:
        found = f"a file that cannot be read ({' '.join(str(error).split())})"
    if found:
        expected = f"{', '.join(NAMES)}, as the Citation File Format has them"
        raise DataError([Problem(FILE, None, None, found, expected)])
    return dict(known)


def text(known: dict[str, Any], address: str = "") -> str:
    """The book and the review as a list of references names them."""
    (review,) = known["references"]
    place = f"{address.rstrip('/')}/. " if address else ""
    book = (
        f"{_names(known['authors'])} ({_year(known)}). {known['title']}. "
        f"Version {known['version']}. {place}{_licence(known)}."
    )
    journal = f"{review['journal']} {review['year']};{review['volume']}:{review['start']}"
    return (
        f"{book}\n\nIt recomputes: {_names(review['authors'])} ({review['year']}). "
        f"{review['title']}. {journal}. https://doi.org/{review['doi']}. {_licence(review)}."
    )


def bibtex(known: dict[str, Any], address: str = "") -> str:
    """The same as two entries of BibTeX."""
    (review,) = known["references"]
    book = {
        "author": _names(known["authors"], " and ", braced=True),
        "title": f"{{{known['title']}}}",
        "year": str(_year(known)),
        "version": known["version"],
        "note": _licence(known),
    } | ({"url": f"{address.rstrip('/')}/"} if address else {})
    article = {
        "author": _names(review["authors"], " and ", braced=True),
        "title": f"{{{review['title']}}}",
        "journal": review["journal"],
        "year": str(review["year"]),
        "volume": str(review["volume"]),
        "pages": str(review["start"]),
        "doi": review["doi"],
    }
    entries = (("misc", "porous-alloy-anodes", book), ("article", "li2022", article))
    return "\n\n".join(_entry(*entry) for entry in entries)


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    width = max(map(len, fields))
    lines = ",\n".join(f"  {name:<{width}} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}"


def _names(people: list[dict[str, str]], joint: str = ", ", *, braced: bool = False) -> str:
    """Persons as "Li, Gaojie"; a group by its name, which BibTeX must not take apart."""
    names = []
    for person in people:
        if "name" in person:
            names.append(f"{{{person['name']}}}" if braced else person["name"])
        elif braced:
            names.append(f"{person['family-names']}, {person['given-names']}")
        else:
            names.append(f"{person['given-names']} {person['family-names']}")
    return joint.join(names)


def _released(known: dict[str, Any]) -> datetime.date:
    return datetime.date.fromisoformat(str(known["date-released"]))


def _year(known: dict[str, Any]) -> int:
    return _released(known).year


def _licence(known: dict[str, Any]) -> str:
    """`CC-BY-4.0` as people write it."""
    return str(known["license"]).replace("CC-BY-", "CC BY ")


def cite_box(known: dict[str, Any], address: str = "", repository: str = "") -> str:
    """The box as MyST Markdown: text, BibTeX, and who answers for which version."""
    people = f"{_names(known['authors'])}. Version {known['version']} of {_released(known)}."
    links = [f"[{name}]({target})." for name, target in _links(repository)]
    parts = (
        ":::{container} cite",
        f"```text\n{text(known, address)}\n```",
        f"```bibtex\n{bibtex(known, address)}\n```",
        " ".join([people, *links]),
        ":::",
    )
    return "\n\n".join(parts)


def _links(repository: str) -> list[tuple[str, str]]:
    """Names and targets of the links into a repository; none where there is none."""
    if not repository:
        return []
    address = repository.rstrip("/")
    return [("Repository", address), ("Report an error", f"{address}/{ISSUES}")]


def _repository(app: Sphinx) -> str:
    return str(app.config.html_theme_options.get("repository_url") or "")


def launch(repository: str, pagename: str, chapter: bool) -> list[tuple[str, str]]:
    """Names and targets of links that open a chapter in Binder, and in Colab from GitHub.

    They are plain links: the buttons of the theme come with logos that nobody credits. `.binder/`
    has the environment, and the first code cell of a chapter gets the package in Colab.
    """
    address = repository.rstrip("/")
    place = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+)", address)
    if not chapter or place is None:
        return []
    file = f"{pagename}.ipynb"
    return [
        ("Run in Binder", f"{BINDER}/v2/gh/{place[1]}/{BRANCH}?urlpath=lab/tree/{file}"),
        ("Run in Colab", f"{COLAB}/github/{place[1]}/blob/{BRANCH}/{file}"),
    ]


def _translate(app: Sphinx, name: str, source: list[str]) -> None:
    """The box in place of the link of a chapter."""
    if f"](../{FILE})" not in source[0] or not app.env.doc2path(name).endswith(".ipynb"):
        return
    made = cite_box(citation(), app.config.html_baseurl, _repository(app))
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = MARK.sub(lambda _: made, "".join(cell["source"]))
    source[0] = json.dumps(notebook)


def _footer(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """The short form after what `_config.yml` says in the footer, and where the chapter runs."""
    del templatename, doctree
    known = citation()
    up = "../" * pagename.count("/")
    repository = _repository(app)
    chapter = context.get("page_source_suffix") == ".ipynb"
    links = [("Text and BibTeX", up + BOX), *_links(repository)]
    links += launch(repository, pagename, chapter)
    words = (
        f"Cite: {escape(_names(known['authors']))} ({_year(known)}). "
        f"<cite>{escape(known['title'])}</cite>, version {escape(str(known['version']))}. "
    )
    named = " · ".join(f'<a href="{escape(to, quote=True)}">{name}</a>' for name, to in links)
    context["theme_extra_footer"] = f"{context.get('theme_extra_footer', '')}<p>{words}{named}</p>"
