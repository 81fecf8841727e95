"""A reader's electrodes checked on the page itself: what `_static/check.js` has to know for it.

Columns, limits, sentences and lists are those by which `make check FILE=...` judges a file.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from anodes.audit import plausibility
from anodes.data import numerals, printed_tables, spreadsheet
from anodes.data.fields import columns, digits, fields_of, title
from anodes.data.files import LISTED, SEPARATORS
from anodes.validation import electrode_files, schema

PAGE = "chapters/your-electrode"


def known() -> dict[str, Any]:
    """The descriptor of a reader's file, as JSON can hold it.

    Raises `DataError` where the descriptor or a list that it names cannot be read.
    """
    expected = schema.expectations(fields_of("electrodes"))
    listed = electrode_files.listed_values()
    described = {}
    for name, column in columns("electrodes").items():
        kind, limits = expected[name]
        part = {"type": column.type, "definition": column.definition, **column.limits}
        part["computed"] = column.origin == "derived"
        part |= {"kind": kind, "limits": limits, "heading": title(name, "electrodes")}
        if column.type in ("number", "integer"):
            shown = dataclasses.asdict(digits(name, "electrodes"))
            part["digits"] = {kind: count for kind, count in shown.items() if count is not None}
        if name in listed:
            part["listed"], part["values"] = listed[name][0], sorted(listed[name][1])
        if name in electrode_files.WORDS:
            part["pattern"], part["words"] = electrode_files.WORDS[name]
        if unit := electrode_files.OTHER_UNITS.get(column.unit):
            part["otherUnit"], part["factor"] = unit
        described[name] = part
    return {
        "columns": described,
        "separators": SEPARATORS,
        "listed": LISTED,
        "oneC": printed_tables.one_c_constants(),
        "agreement": electrode_files.AGREEMENT,
        "repeated": electrode_files.REPEATED,
        "own": electrode_files.OWN_COLUMNS,
        "named": electrode_files.NAMED,
        "notices": plausibility.notice_rules(),
        "notKnown": electrode_files.NOT_KNOWN,
        "lessLike": electrode_files.LESS_LIKE,
        "kept": electrode_files.KEPT,
        "replaced": electrode_files.REPLACED,
        "missing": electrode_files.MISSING,
        "noBasis": electrode_files.NO_BASIS,
        "save": spreadsheet.SAVE,
        "aCellEach": spreadsheet.A_CELL_EACH,
        "oneVersion": spreadsheet.ONE_VERSION,
        "inEnglish": spreadsheet.IN_ENGLISH,
        "aDate": numerals.A_DATE,
        "formats": [
            [sign.decode("cp1252", "replace").lower(), kind]
            for sign, kind in spreadsheet.OTHER_FORMATS.items()
        ],
    }


def columns_script() -> str:
    """The descriptor as data for the page."""
    text = json.dumps(known(), ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/json" id="electrode-columns">{text}</script>'
