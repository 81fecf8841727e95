"""One file of styles for all pages, and scripts that no page waits for.

The themes and extensions bring eleven files of styles and two dozen scripts, and a browser shows
nothing before it has all of them. Here the styles become one file, without what nothing in it
refers to, and scripts run once the page has been read, in the order in which they stand. Only what
settles light and dark runs before, because it would be seen.
"""

from __future__ import annotations

import hashlib
import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sphinx.application import Sphinx

STYLES = "styles.css"
ON_PAPER = ("print.css",)  # these stay apart: they are for print only
AT_ONCE = ("storage.js", "buttons.js")  # beside what the theme puts before the styles
SHEET = re.compile(
    r'\s*<link (?=[^>]*rel="stylesheet")(?![^>]*media="print")[^>]*'
    r'href="(?:\.\./)*_static/(?!moved/)([^"?]+)[^"]*"[^>]*>'
)
SCRIPT = re.compile(r'<script (?!defer\b)[^>]*?src="(?P<file>[^"?]+)[^>]*></script>')
IMPORT = re.compile(r'@import\s+"([^"]+)";?')
NO_RULE = re.compile(rf"{IMPORT.pattern}|@charset \"[^\"]*\";|/\*(?!!).*?\*/\s*", re.S)
ADDRESS = re.compile(r"url\((?![\"']?(?:data:|#))[\"']?([^)\"']+)[\"']?\)")
VALUE = r"""(?:"[^"]*"|'[^']*'|\((?:[^()]|\([^()]*\))*\)|[^;}"'(])*"""
PROPERTY = re.compile(rf"(?<=[{{;}}])\s*(--[\w-]+)\s*:{VALUE}(?:;|(?=\}}))")
READ = re.compile(r"(?<=var\()\s*--[\w-]+|(?<=[\"'`])--[\w-]+")


def register(app: Sphinx) -> None:
    """Bring styles together once they are slim, before files are credited."""
    app.connect("build-finished", _bring_together, priority=850)


def _bring_together(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    site = app.outdir
    pages = {page: page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))}
    named = [names for text in pages.values() if len(names := SHEET.findall(text)) > 1]
    sheets = list(dict.fromkeys(name for names in named for name in names))
    if not sheets:
        return
    static = site / "_static"
    texts = {part: text for name in sheets for part, text in with_imports(static, name)}
    others = [*static.rglob("*.js"), *(static / name for name in ON_PAPER)]
    css = without_unread(
        "".join(texts.values()), (path.read_text(encoding="utf-8") for path in others)
    )
    (static / STYLES).write_text(css, encoding="utf-8", newline="\n")
    version = hashlib.sha256(css.encode()).hexdigest()[:8]
    for page, text in pages.items():
        if len(SHEET.findall(text)) < 2:
            continue
        up = "../" * len(page.parent.relative_to(site).parts)
        text = with_one_sheet(text, f"{up}_static/{STYLES}?v={version}")
        page.write_text(text, encoding="utf-8", newline="\n")
    for name in texts:
        (static / name).unlink()


def with_one_sheet(text: str, address: str) -> str:
    """A page with one file of styles in place of several, and scripts that wait for the page."""
    first = next(SHEET.finditer(text))
    before, rest = text[: first.start()], text[first.end() :]
    rest = SCRIPT.sub(_waiting, SHEET.sub("", rest))
    return f'{before}\n  <link rel="stylesheet" href="{address}">{rest}'


def _waiting(script: re.Match[str]) -> str:
    if script["file"].endswith(AT_ONCE):
        return script[0]
    return script[0].replace("<script", "<script defer", 1)


def with_imports(static: Path, name: str) -> Iterator[tuple[str, str]]:
    """Name and text of each file of styles that one imports, and of itself at the end.

    What a text addresses it addresses from the folder `static`; comments are left out of it.
    """
    folder = dirname(name)

    def address(match: re.Match[str]) -> str:
        return f"url({normpath(join(folder, match[1]))})"

    text = (static / name).read_text(encoding="utf-8")
    for imported in IMPORT.findall(text):
        yield from with_imports(static, normpath(join(folder, imported)))
    yield name, ADDRESS.sub(address, NO_RULE.sub("", text)).strip() + "\n"


def without_unread(css: str, scripts: Iterable[str]) -> str:
    """Styles without the custom properties that neither they nor a script read."""
    named = {name for text in scripts for name in READ.findall(text)}
    read = named | set(map(str.strip, READ.findall(css)))
    left = PROPERTY.sub(lambda match: match[0] if match[1] in read else "", css)
    return css if left == css else without_unread(left, [*map('"{}"'.format, named)])
