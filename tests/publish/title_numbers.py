"""The numbers in the titles of figures, counted and computed from what the figures draw.

Of each figure: a function of its frame of rows, the largest of the chart or the data table of a
drawing, that gives the numbers of the title in their order. It is written from the title, not from
the code of the chapter; where a title says "most", "all" or "about", it holds that too.
"""

from __future__ import annotations

import pandas as pd

SAME = "retention_percent"
YES = ("yes", True)


def kept(rows, low, high, share, *columns):
    """The ends of a range, in which more than a share of the values lie."""
    inside = [rows[column].between(low, high) for column in columns]
    assert sum(map(sum, inside)) > share * len(columns) * len(rows)
    return [low, high]


def ends(values):
    return [values.min(), values.max()]


def of_paper(rows, author):
    return rows[rows["paper"].str.contains(author)]


def changes(rows):
    """Last capacity over first, by paper, in order of current."""
    by_current = rows.sort_values("current_A_g", kind="stable").groupby("paper")["capacity_mAh_g"]
    return by_current.last() / by_current.first()


def expansions(rows):
    wide = rows.pivot_table(index="phase", columns="reading", values="volume_change_percent")
    ratios = abs(wide["printed expansion"] / wide["computed ratio"] - 1) < 0.05
    return [ratios.sum(), len(wide)]


def one_current(rows):
    """The electrodes of Table 5 with one current, whose retentions and longest test are named."""
    same = rows[rows["same_current"].isin(YES)]
    return [*ends(same[SAME]), same["cycles"].max()]


def steps_of_tin(rows):
    counts = rows["ion"].value_counts()
    return [counts["Li"], counts["Na"]]


def cost_of_more_anode(rows):
    """Percentage points for each 0.1 of N/P along a line, and up to where a line is level."""
    worse, better = (rows[rows["line"] == f"ICE {ice} %"] for ice in (76, 92))
    loss = worse["cell capacity (%)"].iloc[0] - worse["cell capacity (%)"].iloc[-1]
    width = worse["N/P"].iloc[-1] - worse["N/P"].iloc[0]
    level = better.loc[better["cell capacity (%)"] > 99.99, "N/P"].max()
    return [76, 0.1, loss / width * 0.1, 92, level]


def at_one_c(rows):
    same = rows[rows["cycling_c_rate"] == 1]
    return [1, *ends(same["final_capacity_mAh_g"])]


def microcubes(rows):
    """At 1 C and at the highest current of all; then the others with a rate capacity, and a third."""
    its = of_paper(rows, "Zhang 2015").sort_values("current_A_g")
    assert its["current_A_g"].max() == rows["current_A_g"].max()
    one_c = its["current_A_g"].iloc[1]
    at_rate = set(rows.loc[rows["quantity"].str.startswith("rate capacity"), "paper"])
    others = changes(rows[rows["paper"].isin(at_rate - set(its["paper"]))])
    assert (others <= 2 / 3).all()
    values = its["capacity_mAh_g"].iloc[1], its["capacity_mAh_g"].iloc[-1]
    return [1, its["current_A_g"].max() / one_c, *values, len(others), 1 / 3]


def in_their_ranges(rows):
    """Of the first state and of its phase's range the potentials; the states in theirs, the margin."""
    volts, charge = rows.columns[1:]
    steps, states, margin = rows.iloc[:5], rows.iloc[5:], 0.1
    ends = [
        steps.loc[steps[charge] > 1.1 * state, volts].max() for state in states[charge]
    ]  # a phase ends where the next one begins; the last one does not
    below = pd.Series(ends, index=states.index).fillna(0) - states[volts]
    assert below.iloc[0] > margin
    return [states[volts].iloc[0], ends[0], sum(below <= margin), margin]


def near_32_degrees(rows):
    """The phases with a strong line there; their strongest ones differ by more than is matched."""
    angle, share = "2θ computed (°)", "relative intensity (%)"
    known = rows.dropna(subset=[share])
    strongest = known.loc[known.groupby("phase")[share].idxmax(), angle].sort_values()
    assert strongest.diff().min() > 0.15
    return [32, rows.loc[(rows[share] > 40) & ((rows[angle] - 32).abs() < 0.1), "phase"].nunique()]


def longest_of(rows, author):
    its = of_paper(rows, author)
    return [its[SAME].max(), its["cycles"].max()]


def sodium_in_germanium(rows):
    best = rows.loc[rows["capacity_mAh_g"].idxmax()]
    return [best["capacity_mAh_g"], best["capacity_mAh_g"] / best["ions_per_host"]]


def with_one_current(rows):
    return [rows["same_current"].isin(YES).sum(), len(rows)]


def only_of(rows, hosts, least):
    """A limit that capacities of these hosts exceed, each of them, and of no other."""
    above = rows[rows["final_capacity_mAh_g"] > least]
    assert set(above["element"]) == hosts
    return [least]


def times_graphite(rows):
    capacity = rows.set_index("alloying_product")["faraday_capacity_mAh_g"]
    return [capacity["Li₂₂Si₅"] / capacity["LiC₆"]]


def potentials(rows):
    antimony = rows[(rows["system"] == "Li-Sb") & (rows["kind"] == "mean")]["potential_V"].item()
    last = rows[(rows["system"] == "Na-Sn") & (rows["kind"] == "step")]["potential_V"].min()
    assert 0.09 < last < 0.1
    return [antimony, 0.1]


def loadings(rows):
    at_four = rows[rows["areal capacity (mAh cm⁻²)"] == 4].set_index("line")["loading (mg cm⁻²)"]
    assert at_four["LiC₆"] > 10
    return [4, at_four["Li₂₂Si₅"], 10]


def of_germanium(rows):
    same = rows[rows["same_current"].isin(YES)]
    return [(same["element"] == "Ge").sum()]


def by_reading(rows):
    """The electrodes that retain 80 % by one reading of their first capacity and not by the other."""
    retains = rows["delithiation_retention_percent"] >= 80
    by_place = retains.groupby([rows["place"], rows["material"]]).nunique()
    return [80, (by_place == 2).sum(), len(by_place)]


def medians_of_theory(intervals, rows):
    """The median of silicon with its interval; those of the others exceed four fifths."""
    medians = rows.groupby("element")["capacity_utilization_percent"].median() / 100
    assert (medians.drop("Si") > 4 / 5).all()
    silicon = intervals[intervals["_lane"].str.startswith("Si")]
    return [medians["Si"], 95, silicon["_low"].item(), silicon["_high"].item(), 4, 1 / 5]


def factors(rows):
    """Largest over smallest, per gram and per volume."""
    columns = ["initial_capacity_mAh_g", "capacity_per_charged_mAh_cm3"]
    per_gram, per_volume = rows[columns].max() / rows[columns].min()
    assert 2 < per_volume < 2.5
    return [per_gram, 2]


def below_the_alloy(rows):
    """More than half of the rows of silicon lie below the porosity of Li₁₅Si₄, from molar volumes."""
    silicon = rows[rows["element"] == "Si"]["required_porosity"]
    assert (silicon < 0.73).mean() > 0.5
    return [0.73]


def above_graphite(rows):
    """How many exceed graphite after the first cycle, of all, and within one watt hour; before it all."""
    (limit,) = rows.attrs["rules"]
    energy = rows["energy_after_first_cycle_Wh_L"]
    assert (rows["stack_energy_Wh_L"] > limit).all()
    return [(energy > limit).sum(), len(rows), (energy - limit).between(0, 1).sum(), 1]


def by_products(rows):
    return kept(rows, 1, 10, 0.5, "by_products_kg_kg")


def electrolyte(rows):
    values = rows["electrolyte in the pores (mL Ah⁻¹)"]
    return [*values] if (values - 1 / 3).abs().max() > 0.05 else [1 / 3]


def allowed_losses(rows):
    allowed = rows["allowed loss per cycle (%)"]
    lower = rows.loc[rows["ICE (%)"] == 76, "allowed loss per cycle (%)"].item()
    return [1000, allowed.max(), lower, 76]


def phases_of_silicon(rows, limit):
    capacity = rows["capacity (mAh g⁻¹)"]
    return [(capacity < limit).sum(), len(rows)]


def at_a_thousand(rows):
    its = rows[(rows["cycles"] == 1000) & (rows["currents"] == "retention as reported")]
    assert its["paper"].is_unique
    return [1000, len(its), *ends(its[SAME])]


def lower_at_higher(rows):
    change = changes(rows)
    assert (change < 1).all()
    return [len(change), sum(change < 0.55), 1 / 2]


def frontier(rows):
    """The rows that no other exceeds in capacity with as many cycles, from first to last."""
    best = rows["final_capacity_mAh_g"]
    on_it = [
        not ((rows["cycles"] >= row.cycles) & (best > row.final_capacity_mAh_g)).any()
        for row in rows.itertuples()
    ]
    line = rows[on_it].sort_values("cycles")[["final_capacity_mAh_g", "cycles"]]
    return [*line.iloc[0], *line.iloc[-1]]


def of_theory(rows):
    """With one sodium for each atom of silicon."""
    return [100 * rows["ions_per_host"].max()]


def temperatures(rows):
    within = rows["temperature (°C)"].between(500, 750)
    assert (~within).sum() == 1
    low, high = rows.loc[within, "lowest temperature (°C)"], rows.loc[within, "temperature (°C)"]
    return [len(rows), low.min(), high.max()]


def lowest_of(rows, host, column):
    """How many of the lowest values belong to one host before the first of another."""
    ordered = rows.sort_values(column)["element"].tolist()
    return [next(place for place, element in enumerate(ordered) if element != host)]


def ten_lowest(rows):
    lowest = rows.nsmallest(10, "retention (%)")
    return [10, (~lowest["same current"].isin(YES)).sum(), 2]


def lowest_and_highest(rows, lowest, highest):
    low, high = (
        rows.loc[each] for each in (rows["ice_percent"].idxmin(), rows["ice_percent"].idxmax())
    )
    assert lowest in low["paper"]
    assert highest in high["paper"]
    return [low["ice_percent"], high["ice_percent"]]


def slowest_two(rows):
    slow = rows.nsmallest(2, "current_A_g").sort_values(SAME, ascending=False)
    assert (slow["cycles"] <= 100).all()
    return [2, *slow[SAME]]


def reach(rows, capacity):
    assert (rows["capacity (mAh g⁻¹)"] > 0.98 * capacity).all()
    return [len(rows)]


def among_the_rows(rows, own):
    """How many rows of a host there are, and how many exceed one of the made-up electrodes."""
    found = []
    for name, host in (("nest", "Si"), ("foam", "Si"), ("coral", "Sb")):
        of_host = rows[rows["element"] == host]
        mine = own.loc[own["material"] == f"{name} (made up)", "final_capacity_mAh_g"].item()
        found.append([len(of_host), (of_host["final_capacity_mAh_g"] > mine).sum()])
    (silicon, nest), (_, foam), coral = found
    return [silicon, nest, foam, *coral]


CHECKS = {
    "fig-sb-tests": lambda r: kept(
        r, 500, 660, 0.5, "initial_capacity_mAh_g", "final_capacity_mAh_g"
    ),
    "fig-sb-rate": lambda r: [
        1 / 2,
        1,
        *kept(r[r["c_rate"] <= 0.5], 500, 1e9, 0.8, "capacity_mAh_g")[:1],
    ],
    "fig-sb-theory": lambda r: ends(r["first capacity, share of theory (%)"]),
    "fig-sb-hollow": lambda r: [1 - p ** (1 / 3) for p in r["porosity p"] if p],
    "fig-sb-pairs": one_current,
    "fig-audit-chapters": lambda r: [
        r[(r["chapter"] == "introduction") & (r["severity"] == "inconsistent")]["findings"].sum(),
        r[r["severity"] == "inconsistent"]["findings"].sum(),
    ],
    "fig-cell-staircase": steps_of_tin,
    "fig-cell-np": cost_of_more_anode,
    "fig-ge-rate": at_one_c,
    "fig-ge-fast": microcubes,
    "fig-ge-tests": lambda r: longest_of(r, "Zhang 2015"),
    "fig-ge-sodium": sodium_in_germanium,
    "fig-index-same": with_one_current,
    "fig-index-all": lambda r: only_of(r, {"Si", "Ge"}, 1000),
    "fig-intro-capacity": times_graphite,
    "fig-intro-cells": expansions,
    "fig-intro-potential": potentials,
    "fig-intro-loading": loadings,
    "fig-out-same": of_germanium,
    "fig-out-first-cycle": above_graphite,
    "fig-out-readings": by_reading,
    "fig-out-volume": factors,
    "fig-out-required": below_the_alloy,
    "fig-out-waste": by_products,
    "fig-out-electrolyte": electrolyte,
    "fig-out-efficiency": allowed_losses,
    "fig-si-ladder": lambda r: phases_of_silicon(r, 2227),
    "fig-si-left": at_a_thousand,
    "fig-si-rate": lower_at_higher,
    "fig-si-frontier": frontier,
    "fig-si-sodium": of_theory,
    "fig-syn-map": temperatures,
    "fig-syn-theory": lambda r: lowest_of(r, "Si", "capacity_utilization_percent"),
    "fig-syn-retention": ten_lowest,
    "fig-syn-explore": with_one_current,
    "fig-sn-first": lambda r: lowest_and_highest(r, "Ryu 2019", "Zhang 2016"),
    "fig-sn-tests": slowest_two,
    "fig-sn-ladder": lambda r: reach(r, 508),
    "fig-cell-dqdv": lambda r: [6],  # of the staircase that it starts with
    "fig-cell-curve": lambda r: [2],  # lithiation and delithiation
    "fig-data-cycling": lambda r: [r.groupby("paper").size().median()],
    "fig-data-rate": lambda r: [r.groupby("paper")["current_A_g"].nunique().max()],
    "fig-out-explore-efficiency": lambda r: [80, 80],  # the limit that the chart draws
    "fig-sn-steps": in_their_ranges,
    "fig-sn-diffraction": near_32_degrees,
    "fig-sn-structures": lambda r: [4],
}
WHOLE = {  # of all its sets of rows
    "fig-out-theory": medians_of_theory,
    "fig-sb-explore": lambda lines, angles: [len(angles), 2],  # a and c
    "fig-sn-explore": lambda lines, angles: [0.07, len(angles)],
    "fig-your-several": among_the_rows,
}
