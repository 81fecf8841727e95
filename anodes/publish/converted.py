"""What vl-convert makes of charts and drawings, kept by content where results are kept.

A third of the time of a build goes into pictures, and most are those of the last build: what
vl-convert makes follows from what it is given and from its version, which is pinned.
"""

from __future__ import annotations

import json
from typing import Any

from anodes.data import kept


def converted(function: str, what: str | dict[str, Any], **options: Any) -> Any:  # noqa: ANN401
    """The result of a function of vl-convert, by its name. Raises `ValueError` as that does."""
    given = what if isinstance(what, str) else _text(what)
    name, arguments = f"vl_convert.{function}", (given, _text(options))
    if found := kept.kept_result(name, arguments, lambda _: None):
        return found[1]
    import vl_convert

    made = getattr(vl_convert, function)(what, **options)
    kept.keep_result(name, arguments, ({}, made))  # computed from no file
    return made


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
