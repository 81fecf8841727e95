"""The invented electrodes of the project *Audit a table*, and the errors planted in them.

One source for both: a sound table is drawn, consistent in every column, and errors of the kinds
that the audit finds in the review are planted in it. Nothing here is a measurement, and nothing of
it is read by a chapter, an export or the data.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anodes.analysis.crystal_phases import phase
from anodes.analysis.electrode_readings import first_end_phase
from anodes.physics import cell_stack, cycling, faraday, pores
from anodes.physics.rounding import total
from anodes.teach.question import BOOK

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
Range = tuple[float, float]

TABLE = "invented_electrodes"  # in data/computed.json
NAMES = ("electrode", "sample")  # columns that say which electrode it is
CAPACITIES = ("release_mAh_g", "uptake_mAh_g", "last_release_mAh_g")  # per gram of host
DIGITS = 3  # significant, of values that are not rounded to whole numbers
RATES = (0.1, 0.2, 0.5)
CYCLES = (50, 100, 150, 200, 300)
SEPARATE = 1.05  # the least factor between a planted value and the right one
ABOVE = 1.22  # of theory: more than the richest phase of any host here


@dataclass(frozen=True)
class Recipe:
    """What an electrode is drawn from; an `unusual` one stays sound."""

    element: str
    ion: str
    share_of_theory: Range
    efficiency: Range = (0.70, 0.86)
    retention: Range = (0.55, 0.93)
    rates: tuple[float, ...] = RATES
    unusual: bool = False


RECIPES = (
    Recipe("Si", "Li", (0.42, 0.60)),
    Recipe("Si", "Li", (0.50, 0.66)),
    Recipe("Si", "Li", (0.60, 0.75)),
    Recipe("Si", "Li", (0.44, 0.70)),
    Recipe("Si", "Li", (0.30, 0.40), rates=(5, 8, 10), unusual=True),
    Recipe("Ge", "Li", (0.72, 0.88)),
    Recipe("Ge", "Li", (0.75, 0.90)),
    Recipe("Ge", "Li", (0.92, 0.98), (0.68, 0.74), unusual=True),
    Recipe("Sn", "Li", (0.70, 0.88)),
    Recipe("Sn", "Na", (0.62, 0.82)),
    Recipe("Sb", "Li", (0.80, 0.92)),
    Recipe("Sb", "Na", (0.74, 0.90)),
    Recipe("Sb", "Na", (0.60, 0.74), retention=(1.04, 1.10), unusual=True),
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """One planted error: where it is, what should be there, and why.

    `answers` are accepted alternatives: electrode, column, and the value that should be there.
    """

    kind: str
    answers: tuple[tuple[str, str, float | str], ...]
    printed: float | str
    words: str


@dataclass(frozen=True)
class Slip:
    """How an error is planted: which rows can have it, and what it does to one."""

    kind: str
    fits: Callable[[Row], bool]
    plant: Callable[[Row], tuple[dict[str, float], float, str]]  # what is right by column


def invented_electrodes(seed: int | None = None) -> pd.DataFrame:
    """The table of invented electrodes with planted errors, for the project *Audit a table*.

    Parameters
    ----------
    seed
        Of the variant; that of `variant` without it.

    Returns
    -------
    DataFrame
        Fourteen rows; columns electrode, sample, host_element, working_ion, full_phase,
        host_share_percent, porosity_percent, pore_volume_cm3_g, coating_mg_cm2, uptake_mAh_g,
        release_mAh_g, areal_release_mAh_cm2, first_efficiency_percent, test_c_rate,
        test_current_A_g, test_cycles, last_release_mAh_g and stated_retention_percent, as
        `data/computed.json` describes them. All of it is invented.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import teach
    >>> table = teach.invented_electrodes(seed=7)
    >>> len(table), bool(table["sample"].str.startswith("invented").all())
    (14, True)
    """
    import pandas as pd

    from anodes.teach.feedback import chosen_seed

    rows, _ = draw_table(chosen_seed() if seed is None else seed)
    return pd.DataFrame(rows)


def planted(seed: int = BOOK) -> list[Planted]:
    """The key to a table: its errors, in the order of the table's rows."""
    _, errors = draw_table(seed)
    return errors


def unusual(seed: int = BOOK) -> dict[str, str]:
    """Sound electrodes of a table that look wrong, and what is odd about each."""
    return _unusual(*draw_table(seed))


def _unusual(rows: Sequence[Row], errors: Sequence[Planted]) -> dict[str, str]:
    wrong = {electrode for error in errors for electrode, _, _ in error.answers}
    odd = {row["electrode"]: _odd(row) for row in rows if row["electrode"] not in wrong}
    return {electrode: words for electrode, words in odd.items() if words}


def _odd(row: Row) -> str:
    """What looks wrong about a sound row."""
    found = []
    if row["test_c_rate"] > max(RATES):
        found.append("a high rate, which agrees with the current")
    if row["uptake_mAh_g"] > _theory(row):
        found.append("a first uptake above theory: the film on the pore walls takes up ions too")
    if row["last_release_mAh_g"] > row["release_mAh_g"]:
        found.append("a capacity that grows: pores that fill slowly would explain it")
    return "; ".join(found)


def key_rows(seed: int = BOOK) -> list[Row]:
    """The key as the rows of a table: errors first, then sound rows that look wrong."""
    table, errors = draw_table(seed)
    rows = [
        {
            "electrode": error.answers[0][0],
            "column": error.answers[0][1],
            "printed": error.printed,
            "should_be": _plain(error.answers[0][2]),
            "kind": error.kind,
            "explanation": error.words,
        }
        for error in errors
    ]
    empty = dict.fromkeys(rows[0], "")
    return rows + [
        empty | {"electrode": electrode, "kind": "unusual, no error", "explanation": words}
        for electrode, words in _unusual(table, errors).items()
    ]


def _plain(value: float | str) -> str:
    """A value with four significant digits, or a name."""
    return value if isinstance(value, str) else f"{value:.4g}"


def draw_table(seed: int) -> tuple[list[Row], list[Planted]]:
    """The rows of a variant with their errors, and the key."""
    pairs, chance = _sound(seed)
    rows = [row for row, _ in pairs]
    free = [row for row, recipe in pairs if not recipe.unusual]
    chance.shuffle(free)
    errors = []
    for slip in SLIPS:
        row = next(row for row in free if slip.fits(row))
        free.remove(row)
        columns, printed, words = slip.plant(row)
        answers = tuple((row["electrode"], column, right) for column, right in columns.items())
        row[answers[0][1]] = printed
        errors.append(Planted(slip.kind, answers, printed, words))
    errors.append(_repeat(rows, chance.choice(free)))
    order = {row["electrode"]: place for place, row in enumerate(rows)}
    errors.sort(key=lambda error: order[error.answers[0][0]])
    return rows, errors


def _sound(seed: int) -> tuple[list[tuple[Row, Recipe]], random.Random]:
    """Consistent rows in an order of their own, with their recipes; each error finds a row."""
    chance = random.Random(f"{TABLE} {seed}")  # a text gives the same numbers in every Python
    while True:
        recipes = chance.sample(RECIPES, len(RECIPES))
        rows = [_row(recipe, number, chance) for number, recipe in enumerate(recipes, start=1)]
        pairs = list(zip(rows, recipes, strict=True))
        usual = [row for row, recipe in pairs if not recipe.unusual]
        if all(total(map(slip.fits, usual)) >= len(PARTICULAR) for slip in PARTICULAR):
            return pairs, chance


def _row(recipe: Recipe, number: int, chance: random.Random) -> Row:
    """One electrode, in which all columns agree."""
    end = first_end_phase(recipe.element, recipe.ion)
    theory = float(end["faraday_capacity_mAh_g"])
    release = round(theory * chance.uniform(*recipe.share_of_theory))
    uptake = round(release / chance.uniform(*recipe.efficiency))
    rate = chance.choice(recipe.rates)
    row = {
        "electrode": f"X{number:02}",
        "sample": f"invented {recipe.element} {chr(64 + number)}",
        "host_element": recipe.element,
        "working_ion": recipe.ion,
        "full_phase": str(end["phase"]),
        "host_share_percent": chance.choice((60, 65, 70, 75, 80)),
        "porosity_percent": chance.randint(36, 72),
        "pore_volume_cm3_g": 0.0,
        "coating_mg_cm2": round(chance.uniform(1.1, 4.2), 1),
        "uptake_mAh_g": uptake,
        "release_mAh_g": release,
        "areal_release_mAh_cm2": 0.0,
        "first_efficiency_percent": 0.0,
        "test_c_rate": rate,
        "test_current_A_g": _short(faraday.current_A_g(rate, theory / 1000)),
        "test_cycles": chance.choice(CYCLES),
        "last_release_mAh_g": round(release * chance.uniform(*recipe.retention)),
        "stated_retention_percent": 0.0,
    }
    return _completed(row)


def _completed(row: Row) -> Row:
    """What follows from the other columns, rounded as a table has it."""
    density = float(phase(row["host_element"])["density_computed_g_cm3"])
    of_host = row["coating_mg_cm2"] * row["host_share_percent"] / 100
    release, last = row["release_mAh_g"], row["last_release_mAh_g"]
    row["pore_volume_cm3_g"] = _short(
        pores.pore_volume_cm3_g(row["porosity_percent"] / 100, density)
    )
    row["areal_release_mAh_cm2"] = _short(cell_stack.areal_capacity_mAh_cm2(release, of_host))
    efficiency = cycling.coulombic_efficiency_percent(release, row["uptake_mAh_g"])
    row["first_efficiency_percent"] = round(efficiency, 1)
    row["stated_retention_percent"] = round(cycling.retention_percent(last, release), 1)
    return row


def _short(value: float) -> float:
    """A value with three significant digits."""
    return float(f"{value:.{DIGITS}g}")


def _theory(row: Row) -> float:
    return float(first_end_phase(row["host_element"], row["working_ion"])["faraday_capacity_mAh_g"])


# ------------------------------------------------------------------ errors


def _digit(row: Row) -> tuple[dict[str, float], float, str]:
    """The first digit is one too low, so that more comes out than went in."""
    right = row["uptake_mAh_g"]
    words = (
        f"{row['release_mAh_g']:,} mAh/g cannot come out of {_one_less(right):,} mAh/g; with the "
        f"stated {row['first_efficiency_percent']:g} % the uptake is {right:,}: its first digit "
        "is one too low."
    )
    return {"uptake_mAh_g": right}, _one_less(right), words


def _one_less(value: int) -> int:
    return int(value - 10 ** (len(str(value)) - 1))


def _fits_digit(row: Row) -> bool:
    low, release = _one_less(row["uptake_mAh_g"]), row["release_mAh_g"]
    return bool(0.4 * release < low < release / SEPARATE)


def _void_ratio(row: Row) -> tuple[dict[str, float], float, str]:
    right = row["porosity_percent"]
    printed = round(100 * right / (100 - right))
    words = (
        f"{printed} % would be more pore than particle. The pore volume gives {right} %; the "
        "printed value is the pore volume over the volume of the solid."
    )
    return {"porosity_percent": right}, printed, words


def _inverse_efficiency(row: Row) -> tuple[dict[str, float], float, str]:
    taken, given = row["uptake_mAh_g"], row["release_mAh_g"]
    printed, right = round(100 * taken / given, 1), 100 * given / taken
    words = (
        f"More than 100 % cannot be. {given:,} / {taken:,} is {right:.1f} %; the ratio was taken "
        "the other way round."
    )
    return {"first_efficiency_percent": right}, printed, words


def _hours_for_rate(row: Row) -> tuple[dict[str, float], float, str]:
    right = row["test_c_rate"]
    words = (
        f"{row['test_current_A_g']:g} A/g is {right:g} C of the end phase; C/{1 / right:g} was "
        f"entered as {1 / right:g} C."
    )
    return {"test_c_rate": right}, round(1 / right), words


def _milliampere(row: Row) -> tuple[dict[str, float], float, str]:
    right = row["test_current_A_g"]
    words = (
        f"{right * 1000:g} A/g would be {1000 * row['test_c_rate']:g} C; with the stated "
        f"{row['test_c_rate']:g} C it is {right:g} A/g: mA/g was entered as A/g."
    )
    return {"test_current_A_g": right}, _short(right * 1000), words


def _of_uptake(row: Row) -> tuple[dict[str, float], float, str]:
    last, taken = row["last_release_mAh_g"], row["uptake_mAh_g"]
    right = 100 * last / row["release_mAh_g"]
    printed = round(100 * last / taken, 1)
    words = (
        f"{last:,} / {row['release_mAh_g']:,} is {right:.1f} %; the printed value counts from the "
        f"first uptake, {last:,} / {taken:,}."
    )
    return {"stated_retention_percent": right}, printed, words


def _above_theory(row: Row) -> tuple[dict[str, float], float, str]:
    """All capacities of the row grow alike, so that only theory contradicts them."""
    theory = _theory(row)
    grown = ABOVE * theory / row["release_mAh_g"]
    for name in CAPACITIES:
        row[name] = round(row[name] * grown)
    _completed(row)
    words = (
        f"{row['full_phase']} holds {theory:,.0f} mAh per gram of {row['host_element']}, and what "
        f"comes out was stored; {row['release_mAh_g']:,} mAh/g needs another material or mass."
    )
    return dict.fromkeys(CAPACITIES, theory), row["release_mAh_g"], words


def _of_coating(row: Row) -> tuple[dict[str, float], float, str]:
    """All capacities of the row are per gram of coating; the areal one keeps to the host."""
    of_host, share = {name: row[name] for name in CAPACITIES}, row["host_share_percent"]
    for name in CAPACITIES:
        row[name] = round(row[name] * share / 100)
    words = (
        f"{row['areal_release_mAh_cm2']:g} mAh/cm2 over {row['coating_mg_cm2']:g} mg/cm2 x "
        f"{share} % is {of_host['release_mAh_g']:,} mAh per gram of host; the capacities of the "
        "row are per gram of coating."
    )
    return of_host, row["release_mAh_g"], words


PARTICULAR = (  # which not every row can have
    Slip("digit", _fits_digit, _digit),
    Slip("void ratio", lambda row: bool(row["porosity_percent"] >= 55), _void_ratio),
)
SLIPS = (
    *PARTICULAR,
    Slip("prefix", lambda _: True, _milliampere),
    Slip("inverse efficiency", lambda _: True, _inverse_efficiency),
    Slip("hours for rate", lambda _: True, _hours_for_rate),
    Slip("from uptake", lambda _: True, _of_uptake),
    Slip("per gram of coating", lambda _: True, _of_coating),
    Slip("above theory", lambda _: True, _above_theory),
)


def _repeat(rows: list[Row], twin: Mapping[str, Any]) -> Planted:
    """The same electrode a second time, under another name."""
    number = len(rows) + 1
    again = dict(twin) | {
        "electrode": f"X{number:02}",
        "sample": f"invented {twin['host_element']} {chr(64 + number)}",
    }
    rows.append(again)
    first, second = twin["electrode"], again["electrode"]
    words = f"All values of {second} equal those of {first}: one electrode counts twice."
    answers = ((second, NAMES[0], first), (first, NAMES[0], second))
    return Planted("repeated row", answers, second, words)
