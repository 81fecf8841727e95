"""A site without what no page uses: rules of styles, icons of the icon font, scripts of the search.

The themes bring styles for everything that a page could hold. After the build the rules whose
classes no page and no script has are left out, and the icon font keeps the icons that the
remaining styles name. In a script a class counts as used wherever its name stands as a word, so a
class that is put on later is safe; libraries know far more classes than pages have, so that of
them only those count that are said here. Files that neither a page nor what it loads names are
left out.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx

WORD = re.compile(r"[A-Za-z_][\w-]*")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
CLASSES = re.compile(r'\sclass="([^"]*)"')
LIBRARIES = ("bootstrap.js", "vega.js", "search-data.js")  # words, but no classes of pages
TOGGLED = {  # what Bootstrap puts on the parts of pages that it moves, by `data-bs-toggle`
    "dropdown": {"show"},
    "tooltip": {"bs-tooltip-auto", "fade", "show", "tooltip", "tooltip-arrow", "tooltip-inner"},
}
TOGGLE = re.compile(r'data-bs-toggle="([^"]*)"')
NEGATED = re.compile(r":not\([^()]*\)")  # a class that must not be there need not exist
ICON = re.compile("[\ue000-\uf8ff]")  # the private use area, where icon fonts have their signs
OWN = ("book.css", "print.css")  # written for these pages, and for what is printed of them
LOADED = re.compile(r"[\w.-]+\.(?:css|js|png|svg|txt|woff2)\b")
MAP = re.compile(r"\s*(?://|/\*)# sourceMappingURL=\S+(?: ?\*/)?\s*$")  # where a file was made from
NAMES_OF_FONT = (1, 3, 4, 6, 16)  # family, unique, full, PostScript and typographic family name
THEME = "_static/scripts/pydata-sphinx-theme.js"
# It lays the page out anew for each box that may scroll, folded ones too, and again whenever the
# page changes: half a second of a phone. `buttons.js` asks instead when a box is laid out anyway.
SLOW_CALL = '"complete"===document.readyState?I():window.addEventListener("load",I)'
ICON_FONT_NAME = "BookIcons"
ICON_FONT = "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2"
OTHER_ICON_FONTS = ("_static/vendor/fontawesome/webfonts", "_static/vendor/fontawesome/js")
SEARCHING = re.compile(
    r'\s*<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"></script>'
)
SIGNATURE = re.compile(r'<dt class="sig .*?</dt>', re.S)
WRAPPED = re.compile(r'<span class="(?:pre|w)">([^<]*)</span>')  # words and spaces


def register(app: Sphinx) -> None:
    """Slim the site once its pages are written."""
    app.connect("build-finished", _slim, priority=800)  # before inline parts are moved


def _slim(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    site = app.outdir
    words = used_words(site)
    for style in sorted((site / "_static").rglob("*.css")):
        if style.name not in OWN:
            text = style.read_text(encoding="utf-8")
            style.write_text(without_unused(text, words), encoding="utf-8", newline="\n")
    _keep_icons(site)
    _drop_unloaded(site)
    if (theme := site / THEME).exists():
        script = without_slow_call(theme.read_text(encoding="utf-8"))
        theme.write_text(script, encoding="utf-8", newline="\n")
    for page in site.rglob("*.html"):
        if page.name != "search.html":
            text = page.read_text(encoding="utf-8")
            text = with_lean_signatures(SEARCHING.sub("", text))
            page.write_text(text, encoding="utf-8", newline="\n")


def without_slow_call(script: str) -> str:
    """The theme's script without `SLOW_CALL`; `ValueError` where it is not there exactly once."""
    if script.count(SLOW_CALL) != 1:
        raise ValueError(
            f"{THEME} has {script.count(SLOW_CALL)} times {SLOW_CALL!r}; expected once. Where "
            "another version of the theme sets `tabIndex` of boxes that scroll, name its call."
        )
    return script.replace(SLOW_CALL, "0")


def with_lean_signatures(text: str) -> str:
    """A page whose signatures of functions have no element around each word and each space.

    They only keep a word on one line, which a narrow page must not do.
    """
    return SIGNATURE.sub(lambda match: WRAPPED.sub(r"\1", match[0]), text)


def _drop_unloaded(site: Path) -> None:
    """The files below `_static/` that a page loads, or that such a file names, and no other."""
    files = {path for path in (site / "_static").rglob("*") if path.is_file()}
    kept: set[Path] = set()
    new = set(site.rglob("*.html")) - files
    while new:
        kept |= new
        texts = (path for path in new if path.suffix in (".html", ".css", ".js"))
        named = {n for path in texts for n in LOADED.findall(path.read_text(encoding="utf-8"))}
        new = {path for path in files - kept if path.name in named}
    for path in files - kept:
        path.unlink()
    for path in files & kept:
        if path.suffix in (".css", ".js"):
            text = path.read_text(encoding="utf-8")
            path.write_text(MAP.sub("\n", text), encoding="utf-8", newline="\n")
    for folder in sorted((p for p in (site / "_static").rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def used_words(site: Path) -> frozenset[str]:
    """Every class of the pages, and every word of the scripts that they load.

    Raises `KeyError` for a part that Bootstrap moves and whose classes are not said here.
    """
    words: set[str] = set()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        words.update(name for names in CLASSES.findall(text) for name in names.split())
        words.update(*(TOGGLED[kind] for kind in TOGGLE.findall(text)))
    for script in (site / "_static").rglob("*.js"):
        if script.name not in LIBRARIES and "vendor" not in script.parts:
            words.update(WORD.findall(script.read_text(encoding="utf-8")))
    return frozenset(words)


def without_unused(css: str, words: frozenset[str]) -> str:
    """Styles without the rules that ask for a class which is not among the words."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(css, skip_comments=False, skip_whitespace=True)
    return "\n".join(_kept(rules, words)) + "\n"


def _kept(rules: list, words: frozenset[str]) -> Iterator[str]:
    import tinycss2

    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [
                selector
                for selector in _selectors(tinycss2.serialize(rule.prelude))
                if set(CLASS.findall(NEGATED.sub("", selector))) <= words
            ]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            body = "\n".join(_kept(inner, words))
            if body:
                head = tinycss2.serialize(rule.prelude)
                yield f"@{rule.at_keyword}{head}{{{body}}}"
        elif rule.type != "comment" or "license" in rule.value.lower():
            yield rule.serialize()


def _selectors(prelude: str) -> list[str]:
    """The selectors of a list, cut at the commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append(prelude[start:place])
            start = place + 1
    return [part.strip() for part in (*parts, prelude[start:])]


def _keep_icons(site: Path) -> None:
    """The icon font with the icons that the styles still name, and no other icon font."""
    font = site / ICON_FONT
    if not font.exists():
        return
    styles = (file.read_text(encoding="utf-8") for file in (site / "_static").rglob("*.css"))
    icons = {ord(sign) for text in styles for sign in ICON.findall(text)}
    content = subset(font.read_bytes(), icons)
    for folder in OTHER_ICON_FONTS:
        for file in (site / folder).rglob("*"):
            file.unlink()
    font.write_bytes(content)


def subset(font: bytes, codes: set[int]) -> bytes:
    """A WOFF2 font with the glyphs of some code points only; no time is written into it.

    Its name is another one: the licence (SIL OFL) reserves that of the whole font.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    whole = TTFont(io.BytesIO(font), recalcTimestamp=False)
    options = Options(flavor="woff2", notdef_outline=True)
    options.name_IDs = ["*"]  # the licence stays in it
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(whole)
    for name in whole["name"].names:
        if name.nameID in NAMES_OF_FONT:
            name.string = ICON_FONT_NAME
    whole.flavor = "woff2"
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()
