"""A service needs no drawing of its own, and ours have one each."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from link.screens import Home, Service
from tests.ui.player import Player, corners


@pytest.mark.parametrize("id", ["certificates", "home", "lock", "toString"])
def test_every_service_that_no_one_has_drawn_has_the_same_sign(player: Player, id: str) -> None:
    default = icon_of(player, "unheard-of", n=1)
    assert icon_of(player, id, n=2) == default
    assert icon_of(player, "collect", n=3) != default


def test_the_services_of_the_house_have_a_sign_each(player: Player) -> None:
    ids = ("collect", "deposit", "issue", "deliver", "unheard-of")
    signs = [icon_of(player, id, n) for n, id in enumerate(ids)]
    assert [one == other for one, other in combinations(signs, 2)] == [False] * 10


def icon_of(player: Player, id: str, n: int) -> QImage:
    """The pixels of the disc that holds the icon of a service's card, the one square on it."""
    player.sees(Home(services=(Service(id=id),)), n=n)
    card = player.named_items()[f"service.{id}"]
    icon = next(item for item in card.childItems()[-1].childItems() if item.width() == item.height())
    left, top, right, bottom = (round(edge) for edge in corners(icon))
    return player.screen.window.grabWindow().copy(QRect(left, top, right - left, bottom - top))
