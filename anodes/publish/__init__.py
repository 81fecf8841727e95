"""The Sphinx extension that makes the site: local scripts, MathML, drawings, downloads.

Nothing else in the package knows about Sphinx. `setup` only wires the parts together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything the site needs; named in `_config.yml` as `anodes.publish`."""
    from anodes.publish import (
        cite,
        cover,
        credits,
        downloads,
        entries,
        folds,
        formula_sheet,
        glossary,
        mathml,
        metadata,
        once,
        plain,
        policy,
        search,
        site,
        slides,
        slim,
        together,
    )

    cite.register(app)
    cover.register(app)
    downloads.register(app)
    entries.register(app)
    folds.register(app)
    formula_sheet.register(app)
    glossary.register(app)
    metadata.register(app)
    mathml.register(app)
    once.register(app)
    plain.register(app)
    search.register(app)
    site.register(app)
    slides.register(app)
    slim.register(app)
    together.register(app)
    policy.register(app)
    credits.register(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
