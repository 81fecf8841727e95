"""The sentences on what is improbable, for `python -m anodes check` and for the page alike.

Places in braces are filled as `str.format` fills them; `_static/check.js` does the same with the
formats that stand here. A capacity or current that a place names by its word alone, such as
{capacity}, is a text of `findings.quantity`.
"""

from __future__ import annotations

SENTENCES = {
    "heading": "Improbable values; each may be right",
    "notice": "{place}: {found}. Calculation: {calculation}. {meaning}",
    # one row entered more than once
    "same as": "the same values as in line {first}",
    "all equal": "all values of line {line} equal those of line {first}",
    "entered again": "One electrode that is entered more than once counts more than once in each "
    "median and rank. If these are different electrodes, give them different names.",
    # almost no capacity
    "share": "{value:g} / {theory:g} = {share:.2%} of theory",
    "in prefix": "Almost none. If Ah/g was entered as mAh/g, it is {value:,.12g} mAh/g.",
    # above the theoretical capacity, or equal to it
    "limit": "{capacity} for {product}",
    "per atom": "{value:g} mAh/g is {x:.2f} {ion} per atom of {element}; {product} has {ions:g}",
    "theory": "theory: {limit}; {per_atom}",
    "given back": "; if it is that of the first {put_in}, the {taken_out} gives {value:g} x "
    "{ice:g} % = {back:,.0f} mAh/g",
    "reduces": "A first lithiation or sodiation also reduces electrolyte and fills carbon, so the "
    "value may be right; it is no storage capacity.",
    "stored": "What an electrode releases was stored. More than one material may store (carbon, "
    "oxide), the mass may not be that of all active material, or a digit or the unit may be wrong.",
    "at current": " at {current:g} A/g",
    "theory and 1 C": "theory for {product}: {theory:g} mAh/g; 1 C: {one_c:g} A/g",
    "no difference": "{theory:g} - {theory:g} = 0",
    "current in 1 C": "; {current:g} / {one_c:g} = {rate:g} C",
    "theory entered": "A measured capacity equal to the theoretical one to the last digit is "
    "possible but unusual; the theoretical value may have been entered.",
    # a capacity that grows, or stays the same
    "grown": "{first} at first, {last} after {cycles:.0f} cycles",
    "growth": "{last:g} / {first:g} = {ratio:.3f}",
    "retention": "retention {percent:.1f} % {currents}",
    "one current": "at one current",
    "lower current": "at a lower current",
    "higher current": "at a higher current",
    "unknown currents": "at currents that are not both given per gram",
    "lower gives more": "A lower current gives more capacity: the quotient is not a retention.",
    "grows": "Slow wetting of pores and activation can make capacities grow; so can a first value "
    "from another cycle, another electrode or the other direction.",
    "unchanged": "{first} at first and after {cycles:.0f} cycles",
    "quotient of one": "{last:g} / {first:g} = 1",
    "retention of all": "retention 100.0 %",
    "entered twice": "A capacity equal to the first to the last digit is possible but unusual; "
    "one number may have been entered in both cells.",
    # currents
    "current": "{current:g} A/g",
    "fast": "{current:g} A/g / {one_c:g} A/g = {rate:.1f} C, the theoretical capacity in "
    "{seconds:.0f} s",
    "fast for particles": "Fast for particles of micrometres. If mA/g was entered as A/g, the "
    "current is {current:g} A/g.",
    "cycles at": "{cycles:,.0f} cycles at {current}",
    "duration": "2 x {cycles:g} x {capacity:g} Ah/g / {current:g} A/g = {hours:,.0f} hours, or "
    "{years:,.0f} years",
    "no test": "No test lasts so long: current, its unit or the number of cycles may be wrong.",
}


def say(name: str, **values: object) -> str:
    """A sentence with its places filled."""
    return SENTENCES[name].format(**values)
