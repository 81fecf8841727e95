"""A chemical equation as text becomes amounts, and must balance.

"Mg2Si + O2 -> Si + 2 MgO" is one equation, "2 Cu + Sn^2+ -> 2 Cu+ + Sn" one with charges
("e-" is the electron). Formulae are read by periodictable; an equation that does not balance
in every element and in charge raises an `EquationError` that says by how much.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from anodes.physics.unreadable import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

CHARGE = "charge"
FORM = "an equation such as 'SiO2 + 2 Mg -> Si + 2 MgO' or '2 Cu + Sn^2+ -> 2 Cu+ + Sn'"


class EquationError(UnreadableError):
    """A formula or an equation that cannot be read or does not balance."""


@dataclass(frozen=True)
class Reaction:
    """Numbers of each species consumed and made, as the equation writes them."""

    consumed: dict[str, int]
    made: dict[str, int]

    def excess(self) -> dict[str, int]:
        """Atoms and charge that the products have beyond the reactants; {} if balanced."""
        total: Counter[str] = Counter()
        for side, sign in ((self.made, 1), (self.consumed, -1)):
            for species, amount in side.items():
                for name, number in atoms_and_charge(species).items():
                    total[name] += sign * amount * number
        return {name: number for name, number in total.items() if number}


@cache
def atoms_and_charge(species: str) -> dict[str, int]:
    """Atoms of each element and the charge of one species.

    Parameters
    ----------
    species
        A formula such as 'SiO2' or 'SO4^2-'; 'e-' is the electron.

    Returns
    -------
    dict of str to int
        Number of atoms by symbol, and the charge by 'charge'.

    Raises
    ------
    EquationError
        For a formula that periodictable cannot read.

    Examples
    --------
    >>> atoms_and_charge("SO4^2-")
    {'S': 1, 'O': 4, 'charge': -2}
    """
    import periodictable

    match = re.fullmatch(r"(.+?)(?:\^(\d+))?([+-])?", species)
    if match is None or (match[2] and not match[3]):
        raise EquationError(species, FORM)
    charge = int(f"{match[3]}{match[2] or 1}") if match[3] else 0
    if match[1] == "e":
        return {CHARGE: charge}
    try:
        atoms = periodictable.formula(match[1]).atoms
    except Exception as error:  # pyparsing raises its own kinds
        raise EquationError(species, FORM) from error
    return {str(element): int(number) for element, number in atoms.items()} | {CHARGE: charge}


def parse(text: str) -> list[Reaction]:
    """Chemical equations of a text, separated by semicolons.

    Parameters
    ----------
    text
        Such as 'SiO2 + 2 Mg -> Si + 2 MgO'.

    Returns
    -------
    list of Reaction
        Empty for an empty text.

    Raises
    ------
    EquationError
        Where an equation cannot be read, or does not balance in each element and in charge.

    Examples
    --------
    >>> parse("SiO2 + 2 Mg -> Si + 2 MgO")[0].made
    {'Si': 1, 'MgO': 2}
    """
    return [_reaction(text, part.strip()) for part in text.split(";") if part.strip()]


def net(steps: Sequence[Reaction]) -> dict[str, Fraction]:
    """What a chain of steps makes and consumes, for one run of the first step.

    Each step runs as often as uses up what earlier steps made of one of its reactants; what the
    chain both makes and uses up is left out.

    Parameters
    ----------
    steps
        Reactions as `parse` gives them.

    Returns
    -------
    dict of str to Fraction
        Amounts by species, made ones positive, consumed ones negative.

    Raises
    ------
    ValueError
        For a step that uses nothing made before it: how often it runs does not follow from the
        equations.

    Examples
    --------
    >>> steps = parse("SiO2 + 2 Mg -> Si + 2 MgO; MgO + 2 HCl -> MgCl2 + H2O")
    >>> {name: int(amount) for name, amount in net(steps).items()}
    {'SiO2': -1, 'Mg': -2, 'Si': 1, 'HCl': -4, 'MgCl2': 2, 'H2O': 2}
    """
    total = {name: Fraction(amount) for name, amount in _balance(steps[0]).items()}
    for step in steps[1:]:
        shared = [name for name in step.consumed if total.get(name, 0) > 0]
        if not shared:
            raise ValueError(f"{_written(step)} uses nothing that the steps before it make")
        runs = total[shared[0]] / step.consumed[shared[0]]
        for name, amount in _balance(step).items():
            total[name] = total.get(name, Fraction(0)) + runs * amount
    return {name: amount for name, amount in total.items() if amount}


def _balance(reaction: Reaction) -> dict[str, int]:
    """Made minus consumed of each species."""
    names = dict.fromkeys([*reaction.consumed, *reaction.made])
    return {n: reaction.made.get(n, 0) - reaction.consumed.get(n, 0) for n in names}


def _written(reaction: Reaction) -> str:
    return f"{' + '.join(reaction.consumed)} -> {' + '.join(reaction.made)}"


def _reaction(cell: str, equation: str) -> Reaction:
    sides = [_side(cell, side) for side in equation.split("->")]
    if len(sides) != 2:
        raise EquationError(cell, FORM)
    reaction = Reaction(*sides)
    if excess := reaction.excess():
        amounts = ", ".join(f"{number:+d} {name}" for name, number in excess.items())
        raise EquationError(cell, f"a balanced equation ({equation!r} makes {amounts})")
    return reaction


def _side(cell: str, side: str) -> dict[str, int]:
    species: dict[str, int] = {}
    for term in re.split(r"\s\+\s", side.strip()):
        match = re.fullmatch(r"(?:(\d+) )?(\S+)", term.strip())
        if match is None:
            raise EquationError(cell, FORM)
        species[match[2]] = species.get(match[2], 0) + int(match[1] or 1)
    return species
