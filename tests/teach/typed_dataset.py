"""Numbers that a student of the chapter Data may type, worked out by hand.

Counts are from the printed tables and sentences with a pencil, quotients from a pocket calculator.
"""

TYPED = [
    ("data-filtered", 9, ""),
    ("data-filtered", 5, "wrong host"),  # silicon alone
    ("data-filtered", 18, "all rows"),  # the ICE alone
    ("data-current", 0.167, ""),  # 0.2 / 1.2
    ("data-current", 167, "mA for A"),
    ("data-current", 0.24, "inverse ratio"),  # multiplied
    ("data-c-rate", 0.0397, ""),
    ("data-c-rate", 0.1026, "C of what"),  # the 1 C of germanium, 1.624 A/g
    ("data-c-rate", 0.167, "current for rate"),
    ("data-c-rate", 25.2, "inverse ratio"),
    ("data-width", 27.0, ""),  # 1480 / 0.735 − 1480 / 0.745
    ("data-width", 14.8, "inverse ratio"),  # multiplied by the ICE
    ("data-width", 0.027, "mA for A"),
    ("data-only-text", 13, ""),
    ("data-only-text", 20, "rows for papers"),
    ("data-only-text", 23, "all rows"),
    ("data-quotient", 63.2, ""),  # 674 / 1066
    ("data-quotient", 158.2, "inverse ratio"),
    ("data-quotient", 0.632, "fraction for percent"),
    ("data-without-current", 24.4, ""),  # 10 of 41
    ("data-without-current", 75.6, "complement"),
    ("data-without-current", 43.9, "wrong column"),  # 18 of 41 have no cycle
    ("data-decimal", 74.8, ""),  # 980.25 / 1310.5
    ("data-decimal", 74800, "mA for A"),  # 1.310,5 read as 1.3105
    ("data-decimal", 133.7, "inverse ratio"),
]
