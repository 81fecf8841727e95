"""What a student is told about an answer, at once and without a kernel of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from anodes.data.parsing import pint_unit, typeset
from anodes.teach.findings import FORM, QUESTIONS, FindingsQuestion
from anodes.teach.question import BOOK, Question, find
from anodes.teach.slips import KINDS

QUESTION_MIME = "application/vnd.anodes.question+json"  # by this a page knows its fields
EMPTY, RIGHT = "No answer yet", "Right."
OF_PINT = {"1": "", "%": "percent", "d": "day"}  # units that pint writes in another way
_chosen = {"seed": BOOK}


@dataclass(frozen=True)
class Feedback:
    """Whether an answer is right, or which kind of slip it shows.

    Parameters
    ----------
    right
        None where there is no answer yet.
    kinds
        Of `slips.KINDS`; more than one where two slips give the same number.
    words
        What the student reads.
    question
        What a field on a page needs; only where there is no answer yet.
    share
        Of the points, 0 to 1, for a list of findings; None otherwise. `worth` always has a number.
    report
        What only the one who marks reads: of a list of findings, which are right.

    Examples
    --------
    >>> Feedback(False, ("sign",), "Check the sign.")
    Check the sign.
    """

    right: bool | None
    kinds: tuple[str, ...]
    words: str
    question: dict[str, Any] = field(default_factory=dict)
    share: float | None = None
    report: str = ""

    @property
    def worth(self) -> float:
        """The share of the points."""
        return float(bool(self.right)) if self.share is None else self.share

    def __repr__(self) -> str:
        return self.words

    def __bool__(self) -> bool:
        return bool(self.right)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {QUESTION_MIME: self.question} if self.question else {}


def check(name: str, answer: Any = ..., seed: int | None = None) -> Feedback:  # noqa: ANN401
    """Whether an answer is right, or the kind of slip that it shows.

    Parameters
    ----------
    name
        Of the question, as the exercise has it.
    answer
        A number in the unit of the question, or a quantity of pint, which is converted; for the
        audit of a table a list of findings; three dots for no answer yet.
    seed
        Of the variant; that of `variant` without it.

    Returns
    -------
    Feedback
        Shown as its words; true if the answer is right.

    Raises
    ------
    LookupError
        For a question that does not exist.

    Examples
    --------
    >>> from anodes import physics, teach
    >>> teach.check("si-capacity", physics.specific_capacity(2.5, "Si"))
    Right.
    >>> teach.check("si-capacity", 8588).kinds
    ('factor 3.6',)
    """
    seed = chosen_seed() if seed is None else seed
    if name in QUESTIONS:
        return _audited(QUESTIONS[name], answer, seed)
    asked = find(name)
    if answer is ... or answer is None:
        words = f"{EMPTY}: replace the dots by a number{_in(asked)} ({asked.tolerance()})."
        return Feedback(None, (), words, asked.for_page(seed))
    try:
        number = _number(answer, asked)
    except ValueError as error:
        return Feedback(False, (), str(error))
    return _judged(number, asked, seed)


def award(name: str, answer: Any = ..., seed: int | None = None) -> None:  # noqa: ANN401
    """Stop with what `check` says, unless an answer is right; for cells that give points.

    Parameters
    ----------
    name, answer, seed
        As for `check`.

    Returns
    -------
    None
        Nothing, if the answer is right.

    Raises
    ------
    AssertionError
        With the words of the feedback.

    Examples
    --------
    >>> from anodes import teach
    >>> teach.award("si-capacity", ...)
    Traceback (most recent call last):
    AssertionError: No answer yet: replace the dots by a number in mAh g⁻¹ (± 1 %).
    """
    feedback = check(name, answer, seed)
    if not feedback:
        raise AssertionError(feedback.words)


def given(name: str) -> SimpleNamespace:
    """What a question gives, with the values of the chosen variant.

    Parameters
    ----------
    name
        Of the question.

    Returns
    -------
    SimpleNamespace
        The values by name.

    Raises
    ------
    LookupError
        For a question that does not exist.

    Examples
    --------
    >>> from anodes import teach
    >>> teach.given("si-capacity").ions_per_host
    2.5
    """
    return find(name).given(_chosen["seed"])


def variant(seed: int) -> None:
    """Choose the numbers of all exercises; 0 are those of the chapters.

    Parameters
    ----------
    seed
        Any whole number from 0 on.

    Returns
    -------
    None
        From now on `check` and `given` use this variant.

    Examples
    --------
    >>> from anodes import teach
    >>> teach.variant(0)
    """
    _chosen["seed"] = seed


def chosen_seed() -> int:
    """The seed of the variant that was chosen."""
    return _chosen["seed"]


def _audited(asked: FindingsQuestion, answer: Any, seed: int) -> Feedback:  # noqa: ANN401
    """What a list of findings is worth."""
    if answer is ... or answer is None:
        return Feedback(None, (), f"{EMPTY}: replace the dots by {FORM}.")
    try:
        audited = asked.judged(answer, seed)
    except ValueError as error:
        return Feedback(False, (), str(error))
    return Feedback(
        audited.share == 1, (), audited.words, share=audited.share, report=audited.report
    )


def _judged(number: float, asked: Question, seed: int) -> Feedback:
    right = asked.right(seed)
    if asked.is_near(number, right.value):
        return Feedback(True, (), RIGHT)
    kinds = tuple(
        kind
        for kind, values in right.slips.items()
        if any(asked.is_near(number, value) for value in values)
    )
    words = " Or: ".join(KINDS[kind].words for kind in kinds)
    return Feedback(False, kinds, f"Not yet. {words or 'Look at the hints and check each step.'}")


def _number(answer: Any, asked: Question) -> float:  # noqa: ANN401
    """The answer in the unit of the question. Raises `ValueError` with words for the student."""
    unit = OF_PINT[asked.unit] if asked.unit in OF_PINT else pint_unit(asked.unit)
    if hasattr(answer, "magnitude") and hasattr(answer, "to"):
        try:
            answer = answer.to(unit).magnitude
        except Exception as error:  # of the student's own pint
            found = f"found a quantity in {answer.units}"
            raise ValueError(f"Not yet. The dimension is wrong: {found}.") from error
    try:
        return float(answer)
    except (TypeError, ValueError) as error:
        found = f"found {answer!r}"[:80]
        raise ValueError(f"Not yet. Expected one number{_in(asked)}; {found}.") from error


def _in(asked: Question) -> str:
    unit = typeset(asked.unit)
    return f" in {unit}" if unit else ""
