"""Which free compartment the next parcel gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locker.parcel import Spot, allocate


def test_the_lowest_number_within_reach_goes_first() -> None:
    assert allocate([Spot(1, 1400), Spot(4, 650), Spot(3, 900), Spot(6, 150)]) == Spot(3, 900)


def test_a_compartment_out_of_reach_is_better_than_none() -> None:
    assert allocate([Spot(6, 150), Spot(1, 1400)]) == Spot(1, 1400)


def test_no_compartment_is_made_up_when_none_is_free() -> None:
    assert allocate([]) is None


@pytest.mark.parametrize(("bottom_mm", "in_reach"), [(399, False), (400, True), (1220, True), (1221, False)], ids=str)
def test_reach_is_from_400_to_1220_mm(bottom_mm: int, in_reach: bool) -> None:  # noqa: FBT001 (a column of a table)
    other = Spot(2, 900)
    spot = Spot(1, bottom_mm)
    assert allocate([spot, other]) == (spot if in_reach else other)


@given(st.lists(st.builds(Spot, st.integers(1, 99), st.integers(0, 2500)), unique_by=lambda spot: spot.number))
def test_the_order_in_which_compartments_are_listed_does_not_matter(spots: list[Spot]) -> None:
    assert allocate(spots) == allocate(reversed(spots))
