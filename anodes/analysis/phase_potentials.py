"""Potentials of phases joined with Faraday's law: the steps of an equilibrium voltage curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data.files import ROOT, once_a_state, read
from anodes.data.frames import records
from anodes.data.parsing import alloy
from anodes.physics import faraday

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


@once_a_state
def voltage_steps(root: Path = ROOT) -> pd.DataFrame:
    """The steps of each system whose phases are known, with the capacity at which each ends.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each step of `data/physics/plateaus.csv` whose system names the phase of every
        step; columns system, element, ion, step, phase, ions_per_host, step_end_mAh_g (by
        Faraday's law, per gram of host), step_mAh_g (its length), potential_V, method and status.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> steps = analysis.voltage_steps().query("system == 'Li-Sn'")
    >>> round(float(steps["step_end_mAh_g"].iloc[-1]), 1)
    993.4
    """
    import pandas as pd

    rows = []
    for system, steps in read("plateaus", root).groupby("system", sort=False):
        if (steps["phase"] == "").any():
            continue
        ion, element = str(system).split("-")
        before = 0.0
        for step in records(steps):
            x = alloy(step["phase"]).ions_per_host
            end = float(faraday.specific_capacity(x, element))
            rows.append(
                {"system": system, "element": element, "ion": ion}
                | {name: step[name] for name in ("step", "phase")}
                | {"ions_per_host": x, "step_end_mAh_g": end, "step_mAh_g": end - before}
                | {name: step[name] for name in ("potential_V", "method", "status")}
            )
            before = end
    return pd.DataFrame(rows)
