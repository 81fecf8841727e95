"""A site that a strict Content-Security-Policy can serve: no script, handler or style in a page.

The themes write small scripts, handlers and styles into each page. After the build they are moved
into files of their own, named by their content, so that `default-src 'self'` lets them run and
nothing else. What is data (JSON) stays where it is.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

FOLDER = "_static/moved"
SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S)
STYLE = re.compile(r"<style[^>]*>(?P<body>.*?)</style>", re.S)
UNUSED = ("kernelName", "DOCUMENTATION_OPTIONS.pagename")  # of thebe and of a choice of versions
HANDLER = re.compile(r' onclick="(?:window\.)?(\w+)\(\)"')


def register(app: Sphinx) -> None:
    """Move what is inline once the pages are written."""
    app.connect("build-finished", _move)


def _move(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    site = app.outdir
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        page.write_text(without_inline(text, page.parent, site), encoding="utf-8", newline="\n")


def without_inline(text: str, folder: Path, site: Path) -> str:
    """A page without scripts, click handlers and styles of its own; `site` gets their files.

    Scripts of other types than JavaScript are data and stay, `UNUSED` ones go; a handler
    `name()` becomes `data-call="name"`, which `buttons.js` listens to.
    """
    up = "../" * len(folder.relative_to(site).parts)

    def script(match: re.Match[str]) -> str:
        attributes, body = match["attributes"], match["body"].strip()
        if "thebe" in attributes or body.startswith(UNUSED):
            return ""
        if "src=" in attributes or ("type=" in attributes and "javascript" not in attributes):
            return match[0]
        return f'<script src="{up}{_file(site, body, "js")}"></script>'

    def style(match: re.Match[str]) -> str:
        return f'<link rel="stylesheet" href="{up}{_file(site, match["body"].strip(), "css")}">'

    return HANDLER.sub(r' data-call="\1"', STYLE.sub(style, SCRIPT.sub(script, text)))


def _file(site: Path, body: str, kind: str) -> str:
    """The address, from the site's root, of the file that now holds this body."""
    name = f"{FOLDER}/{hashlib.sha256(body.encode()).hexdigest()[:12]}.{kind}"
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body + "\n", encoding="utf-8", newline="\n")
    return name
