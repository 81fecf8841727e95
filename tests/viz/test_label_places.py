"""Names beside marks: the place of each is free at both widths."""

import pandas as pd

from anodes.viz.label_places import PLACES, name_places

RIGHT = PLACES[0]


def places_of(x, y, named=None):
    rows = pd.DataFrame({"x": x, "y": y})
    some = rows if named is None else rows.loc[named]
    return name_places(some, ["[51]"] * len(some), rows, "x", "y", room=40)


def test_a_name_that_is_free_stands_to_the_right_of_its_mark():
    assert places_of([0.0, 50.0, 100.0], [0.0, 50.0, 100.0])[1] == RIGHT


def test_a_name_makes_way_for_a_mark_that_is_near_on_a_phone_only():
    """Of 190 pixels between the outermost marks a tenth is 19, where a name is 26 long; on a desk
    a tenth is 52 pixels, beyond the name."""
    (place,) = places_of([0.0, 50.0, 60.0, 100.0], [0.0, 50.0, 50.0, 100.0], named=[1])
    assert place != RIGHT


def test_two_names_at_one_mark_stand_apart():
    first, second = places_of([0.0, 50.0, 50.0, 100.0], [0.0, 50.0, 50.0, 100.0], named=[1, 2])
    assert first == RIGHT
    assert second != first
