"""Questions of the chapter Data."""

from __future__ import annotations

from anodes.data.printed_tables import electrodes
from anodes.data.running_text import capacities, claims
from anodes.teach.question import Given, Right, question

HIGH = Given("data-high-ice", (85, 75, 78, 80, 82, 88), "%")
LONG = Given("data-long", (200, 60, 90, 120, 150, 250), "cycles")
LOADING = Given("data-loading", (1.2, 0.8, 0.9, 1.8, 2.5, 3.2), "mg cm-2")
RETURNED = Given("data-returned", (1480, 1260, 1350, 1420, 1560, 1640), "mAh g-1")
ROUNDED = Given("data-rounded", (74, 66, 69, 71, 78, 83), "%")
HOST = Given("data-host", ("Si", "Ge", "Sn", "Sb"))
QUANTITY = Given(
    "data-quantity",
    ("reversible_capacity", "capacity_retention", "initial_charge_capacity"),
)
AREAL_mA_cm2 = 0.2  # of the row of Table 3 that has no current per gram


@question(
    "data-filtered",
    "Electrodes that both filters leave",
    high=HIGH,
    cycles=LONG,
)
def _filtered(high: float, cycles: float) -> Right:
    frame = electrodes()
    ice, long = frame["ice_percent"] > high, frame["cycles"] >= cycles
    silicon = frame["element"] == "Si"
    return Right(
        float((ice & long).sum()),
        {
            "all rows": [float(ice.sum()), float(long.sum()), float((ice | long).sum())],
            "wrong host": float((ice & long & silicon).sum()),
        },
    )


@question(
    "data-current",
    "Current per gram",
    "A g-1",
    relative=0.02,
    kinds=("mA for A",),
    loading=LOADING,
)
def _current(loading: float) -> Right:
    return Right(
        AREAL_mA_cm2 / loading,
        {"inverse ratio": [loading / AREAL_mA_cm2, AREAL_mA_cm2 * loading]},
    )


@question(
    "data-c-rate",
    "C-rate, with the 1 C that Table 3 is converted with",
    relative=0.02,
    kinds=("mA for A", "inverse ratio"),
    loading=LOADING,
)
def _c_rate(loading: float) -> Right:
    one_c = float(electrodes().query("element == 'Si'")["one_c_A_g"].iloc[0])
    germanium = float(electrodes().query("element == 'Ge'")["one_c_A_g"].iloc[0])
    rate = AREAL_mA_cm2 / loading
    return Right(rate / one_c, {"C of what": rate / germanium, "current for rate": rate})


@question(
    "data-width",
    "Width of the range of the lost charge",
    "mAh g-1",
    relative=0.03,
    kinds=("mA for A",),
    returned=RETURNED,
    ice=ROUNDED,
)
def _width(returned: float, ice: float) -> Right:
    low, high = ice - 0.5, ice + 0.5
    return Right(
        100 * returned * (1 / low - 1 / high),
        {"inverse ratio": returned * (high - low) / 100},
    )


@question(
    "data-only-text",
    "Papers on this host whose capacities are in the text alone",
    kinds=("off by one",),
    host=HOST,
)
def _only_text(host: str) -> Right:
    frame, tables = capacities(), set(electrodes()["reference"])
    alone = frame[~frame["reference"].isin(tables)]
    chosen = alone["element"] == host
    papers = alone.drop_duplicates("reference")
    return Right(
        float(alone.loc[chosen, "reference"].nunique()),
        {"all rows": float(len(papers)), "rows for papers": float(chosen.sum())},
    )


@question(
    "data-quotient",
    "First capacity of the table over that of the text",
    "%",
    absolute=0.2,
    kinds=("fraction for percent", "inverse ratio", "complement"),
)
def _quotient() -> Right:
    frame = capacities()
    first = frame[(frame["cycle"] == 1) & (frame["reference"] == 161)]
    table = first[first["quantity"].str.endswith("table")]["capacity_mAh_g"].iloc[0]
    text = first[first["quantity"].str.endswith("text")]["capacity_mAh_g"].iloc[0]
    return Right(100 * float(table) / float(text))


@question(
    "data-without-current",
    "Share of the rows without a current",
    "%",
    absolute=0.2,
    kinds=("fraction for percent", "complement"),
    quantity=QUANTITY,
)
def _without_current(quantity: str) -> Right:
    frame = claims()
    chosen = frame["quantity"] == quantity
    no_current, no_cycle = frame["current"].isna(), frame["cycle"].isna()
    return Right(
        100 * float(no_current[chosen].mean()),
        {
            "all rows": 100 * float(no_current.mean()),
            "other rows": 100 * float(no_current[~chosen].mean()),
            "wrong column": 100 * float(no_cycle[chosen].mean()),
        },
    )


@question(
    "data-decimal",
    "Retention that the check computes",
    "%",
    relative=0.003,
    kinds=("fraction for percent", "complement", "inverse ratio", "mA for A"),
)
def _decimal() -> Right:
    return Right(100 * 980.25 / 1310.5)
