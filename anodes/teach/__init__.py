"""Exercises: instant checks of answers, variants with other numbers, assignments, and marks.

A chapter is the one source of its exercises and solutions; `questions/` computes what is right.
"""

from anodes.teach.feedback import Feedback, award, check, given, variant
from anodes.teach.invented import invented_electrodes

__all__ = ["Feedback", "award", "check", "given", "invented_electrodes", "variant"]
