"""What counts as agreement, fixed here before anything is compared.

Every comparison of the book takes its tolerance from this file and names it where it is used.
"""

from __future__ import annotations

CAPACITY_PERCENT = 0.1  #: Faraday's law: only the rounding of the print is left
DENSITY_PERCENT = 1.0  #: unit cells are known far better; printed with three digits
VOLUME_PERCENT = 5.0  #: of the volume ratio or volumetric capacity: unit cells of a phase differ
CONDUCTIVITY_FACTOR = 10.0  #: intrinsic conductivity is known to an order of magnitude
CHARGED_SHARE = 0.8  #: phases with this share of the product's ions can end lithiation
ANGLE_DEGREE = 0.15  #: a measured line belongs to a computed one; angles are printed to 0.1 degree
ANGLE_OFFSET_DEGREE = 0.1  #: what an instrument or a sample may shift all angles by
ANGLE_ROUNDING_DEGREE = 0.05  #: half the last printed digit of an angle
STATED_PERCENT = 0.5  #: points between a stated percentage and the one computed from capacities
SAME_CAPACITY_PERCENT = 0.05  #: table and text on one test: rounding only
NEAR_CAPACITY_PERCENT = 1.0  #: without a cycle named: rounding, or the next cycle
ICE_POINTS = 0.05  #: table and text on one efficiency: rounding only
SAME_CURRENT_PERCENT = 5.0  #: a current given in mA/g and as a C-rate
GROWTH_PERCENT = 5.0  #: a capacity that grows by less may be scatter between cycles and half cells
THEORY_PERCENT = 2.0  #: above theory by less may be rounding of mass or theory
FASTEST_C_RATE = 30.0  #: the theoretical capacity in two minutes; faster deserves a second look
POTENTIAL_V = 0.2  #: lithiation and delithiation of an alloy differ by about as much
GRAM_PREFIX = 1000.0  #: between mA and A: a lost prefix
VOLUME_OF_ION_CM3_MOL = {"Li": (8.0, 10.0), "Na": (16.5, 20.0)}  # the unit cells we have
JOURNAL_ENTRIES = 3  #: a pattern of volume and year is assumed from so many entries on
JOURNAL_SHARE = 0.8  #: and so large a share of the journal's entries
SODIUM_LIKE_LITHIUM_PERCENT = 5.0  #: values of two ions nearer than this are called equal
UNCONFIRMED_VOLUME_PERCENT = 2.5  #: the most that two sources of one phase differ, Na15Sn4
PLACE_ZEROS = 9  #: so many zeros at the end of a reported number may be no significant digits
ROOM_K = 296.0  #: at which the unit cell of silicon was measured
ROOM_BAND_K = 5.0  #: unit cells measured as near as that to it count as at room temperature
