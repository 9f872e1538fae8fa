"""Fixtures of the store's tests."""

import pytest

from kiosk.store.store import Store
from tests.kiosk.store.keeper import Keeper, keeper_of


@pytest.fixture
async def keeper(store: Store) -> Keeper:
    """A store with compartments 1 to 3 and one coordinator."""
    return await keeper_of(store)
