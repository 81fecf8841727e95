"""The only reader of `data/`: files come in, typed and tidy frames go out.

Every function raises `DataError` for data that cannot be used.
"""

from anodes.data.citations import sections
from anodes.data.cited_papers import dois, paper_reports
from anodes.data.fields import title
from anodes.data.files import DataError, Problem, descriptor, read
from anodes.data.origins import stated
from anodes.data.parsing import alloy, formula, typeset
from anodes.data.printed_figures import FIGURES_OF, figures, panels
from anodes.data.printed_tables import (
    electrodes,
    hosts,
    provenance,
    same_current_only,
    value_origins,
)
from anodes.data.reference_list import paper_names, references
from anodes.data.running_text import (
    capacities,
    claim,
    claims,
    claims_of_chapter,
    claims_of_reference,
)
from anodes.data.synthesis_routes import routes

__all__ = [
    "FIGURES_OF",
    "DataError",
    "Problem",
    "alloy",
    "capacities",
    "claim",
    "claims",
    "claims_of_chapter",
    "claims_of_reference",
    "descriptor",
    "dois",
    "electrodes",
    "figures",
    "formula",
    "hosts",
    "panels",
    "paper_names",
    "paper_reports",
    "provenance",
    "read",
    "references",
    "routes",
    "same_current_only",
    "sections",
    "stated",
    "title",
    "typeset",
    "value_origins",
]
