"""Numbers that a student of the chapter on the audit may type, worked out by hand.

F = 96485 C/mol, M(Sb) = 121.76, M(Sn) = 118.71 g/mol. Findings by severity are counted in the
list of the audit; printed values are those of Tables 1 and 2.
"""

TYPED = [
    ("audit-unclear", 69.2, ""),  # 9 of 13
    ("audit-unclear", 0.692, "fraction for percent"),
    ("audit-unclear", 30.8, "complement"),
    ("audit-unclear", 15.4, "other rows"),  # inconsistent: 2 of 13
    ("audit-unclear", 45.8, "all rows"),  # the whole review: 60 of 131
    ("audit-cell-expansion", 234, ""),  # 90.375/27.05 = 3.341
    ("audit-cell-expansion", 334, "ratio for expansion"),
    ("audit-cell-expansion", 2.34, "fraction for percent"),
    ("audit-cell-expansion", 351, "wrong host"),  # silicon, 20.02 Å³: 4.513
    ("audit-cell-expansion", 121, "wrong phase"),  # NaSn, 59.70 Å³: 2.207
    ("audit-porosity-gap", 6.9, ""),  # 1/3.341 - 1/4.341 = 0.2993 - 0.2304
    ("audit-porosity-gap", 0.069, "fraction for percent"),
    ("audit-porosity-gap", -6.9, "sign"),
    ("audit-bound", 487, ""),  # 0.4 · 660.4 + 0.6 · 372 = 264.1 + 223.2
    ("audit-bound", 1754, "factor 3.6"),
    ("audit-bound", 0.487, "mA for A"),  # Ah/g
    ("audit-bound", 545, "complement"),  # 0.6 · 660.4 + 0.4 · 372
    ("audit-bound", 660, "per gram of host"),
    ("audit-bound", 494, "wrong host"),  # tin: 0.4 · 677.3 + 223.2
    ("audit-needed-ions", 3.83, ""),  # (560 - 223.2)/0.4 = 842; 842/220.1
    ("audit-needed-ions", 1.063, "factor 3.6"),
    ("audit-needed-ions", 2.54, "per gram of host"),  # 560/220.1
    ("audit-needed-ions", 3.11, "complement"),  # (560 - 148.8)/0.6 = 685.3
    ("audit-needed-ions", 3.73, "wrong host"),  # 842/225.8
    ("audit-from-delithiation", 87.1, ""),  # 640/735
    ("audit-from-delithiation", 0.871, "fraction for percent"),
    ("audit-from-delithiation", 12.9, "complement"),
    ("audit-from-delithiation", 114.8, "inverse ratio"),  # 735/640
    ("audit-from-delithiation", 42.7, "inverse ratio"),  # the efficiency upside down: 640/1500
    ("audit-start", 688, ""),  # 640/0.93
    ("audit-start", 595, "inverse ratio"),  # 640 · 0.93
    ("audit-start", 9143, "complement"),  # 640/0.07
    ("audit-start", 0.688, "mA for A"),
    ("audit-flagged", 11, ""),
    ("audit-flagged", 16, "all rows"),  # without a margin
    ("audit-flagged", 44, "other rows"),  # 55 - 11
    ("audit-changed", 4, ""),  # 3, 3.7, 3.4 and 3 of 0.74: 1/0.26 = 3.846 between R and R + 1
    ("audit-changed", 6, "all rows"),  # 5.25 and 3.9 as well: above 2.846
    ("audit-changed", 2, "other rows"),  # 5.25 and 3.9: above 3.846
]
