"""The page that will be printed: shown whole, and gone with its screen."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRect, QSize, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickImageProvider, QQuickItem
from pytestqt.logging import _QtMessageCapture

from link.screens import Option, Preview
from link.text import Local
from tests.ui.controller import HELLO, WIDE_HELLO, FakeController
from tests.ui.papers import A4_MM, CORNER_MM, CORNERS, certificate, corners, longest
from tests.ui.player import Player, wait_until
from tests.ui.player import corners as edges
from tests.ui.samples import SAMPLES
from ui.app import PORTRAIT_27_INCH, WINDOWED
from ui.pages import PROVIDER, decode

ACROSS_MM = (A4_MM[1], A4_MM[0])
GROUND = QColor("#cdd1d5")


def preview(page_png: str) -> Preview:
    return Preview(
        title=Local(ko="이대로 인쇄할까요?"),
        page_png=page_png,
        pages=1,
        accept=Option(id="print", label=Local(ko="인쇄하기")),
        decline=Option(id="stop", label=Local(ko="그만하기")),
    )


@pytest.fixture(params=[(PORTRAIT_27_INCH, HELLO), (QSize(1920, 1080), WIDE_HELLO)], ids=["portrait", "wide"])
def drawn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Player]:
    size, hello = request.param
    controller = FakeController(tmp_path / "s", hello)
    player = Player(controller, size)
    yield player
    player.close()
    controller.close()


@pytest.fixture
def small(controller: FakeController) -> Iterator[Player]:
    """A screen on which a page is so small that Qt's pixmap cache, were it used, would keep it (below 2 MiB)."""
    player = Player(controller, WINDOWED)
    yield player
    player.close()


@pytest.mark.parametrize("size_mm", [A4_MM, ACROSS_MM], ids=["upright", "across"])
def test_the_whole_first_page_is_shown_in_its_proportions(drawn: Player, size_mm: tuple[int, int]) -> None:
    drawn.sees(preview(corners(size_mm)))
    page = paper_on_glass(drawn)
    assert page.width() / page.height() == pytest.approx(size_mm[0] / size_mm[1], rel=0.01)
    assert page.height() / px_per_mm(drawn) > 0.5 * size_mm[1]
    assert corner_colors(page, size_mm) == [QColor(color) for color in CORNERS]


def test_every_stroke_of_a_page_that_is_larger_than_its_room_is_seen(player: Player) -> None:
    """The frames of the table are one pixel wide in the file."""
    player.sees(preview(certificate(px_per_mm=8)))
    page = paper_on_glass(player)
    x = round(page.width() * 100 / A4_MM[0])
    column = [page.pixelColor(x, y).lightness() for y in range(page.height())]
    rows = [round(page.height() * (64 + row * 12) / A4_MM[1]) for row in range(14)]
    assert [row for row in rows if min(column[row - 2 : row + 3]) > 245] == []


def test_the_longest_page_that_a_show_may_carry_is_shown(player: Player) -> None:
    page_png = longest()
    player.sees(preview(page_png))
    shown, sent = paper_on_glass(player), decode(page_png)
    assert shown.width() / shown.height() == pytest.approx(sent.width() / sent.height(), rel=0.01)


def test_the_page_stays_when_the_language_is_switched(player: Player) -> None:
    player.sees(SAMPLES["preview"])
    player.tap("language")
    player.until(lambda: "Page 1 of 3" in player.words())
    assert paper_on_glass(player).pixelColor(5, 5) == QColor("white")


def test_the_next_page_is_not_the_one_before(player: Player) -> None:
    """Both have one address, so that anything that was kept under it would show."""
    player.sees(preview(corners()), n=1)
    player.sees(preview(certificate()), n=2)
    assert corner_colors(paper_on_glass(player), A4_MM) == [QColor("white")] * 4


@pytest.mark.parametrize("after", ["the next screen", "a lost link"])
def test_nothing_of_the_page_is_left_after(small: Player, after: str) -> None:
    player, controller = small, small.controller
    page_png = corners()
    player.sees(preview(page_png), n=1)
    assert not provided(player).isNull()
    size = picture(player).property("sourceSize")
    if after == "a lost link":
        controller.close()
        player.until(lambda: "잠시 준비 중입니다" in player.words())
    else:
        player.sees(SAMPLES["progress"], n=2)
    assert player.screen.presenter.page_png() == ""
    assert provided(player).isNull()
    assert not kept_by_qt(player, size)
    controller.show(SAMPLES["home"], n=3)
    gc.collect()
    assert [held for held in gc.get_objects() if isinstance(held, Preview) and held.page_png == page_png] == []


def test_the_page_is_in_nothing_that_is_handed_to_qml(player: Player) -> None:
    page_png = corners()
    player.sees(preview(page_png))
    presenter = player.screen.presenter
    assert page_png not in f"{presenter.property('page')}{presenter.property('frame')}"


def test_an_unreadable_page_is_not_shown_as_an_empty_sheet(player: Player, qtlog: _QtMessageCapture) -> None:
    player.sees(preview(corners()), n=1)
    middle = sheet_box(player).center()
    with qtlog.disabled():
        player.sees(preview("bm90IGEgcG5n"), n=2)
    assert player.screen.window.grabWindow().pixelColor(middle) == GROUND


@pytest.mark.parametrize("text", ["", "bm90IGEgcG5n", "no base64", "그림", "R0lGODlhAQABAAAAACw="])
def test_what_is_no_png_in_base64_is_no_image(text: str) -> None:
    assert decode(text).isNull()


def provided(player: Player) -> QImage:
    provider = player.screen.engine.imageProvider(PROVIDER)
    assert isinstance(provider, QQuickImageProvider)
    return provider.requestImage("first", QSize(), QSize())


def kept_by_qt(player: Player, size: QSize) -> bool:
    """Whether an image of the page's address, size and fitting finds something in Qt's pixmap cache."""
    component = QQmlComponent(player.screen.engine)
    fitted = f"fillMode: Image.PreserveAspectFit; sourceSize: Qt.size({size.width()}, {size.height()})"
    image = f'import QtQuick; Image {{ source: "image://{PROVIDER}/first"; {fitted} }}'
    component.setData(QByteArray(image.encode()), QUrl("test:"))
    wait_until(component.isReady, component.errors)
    made = component.create()
    width: float = made.property("implicitWidth")
    made.deleteLater()
    return width > 0


def picture(player: Player) -> QQuickItem:
    return next(item for item in player.screen.items() if item.inherits("QQuickImage"))


def sheet_box(player: Player) -> QRect:
    image = picture(player)
    left, top, right, bottom = edges(image)
    width, height = image.property("paintedWidth"), image.property("paintedHeight")
    return QRect(round((left + right - width) / 2), round((top + bottom - height) / 2), round(width), round(height))


def paper_on_glass(player: Player) -> QImage:
    return player.screen.window.grabWindow().copy(sheet_box(player))


def corner_colors(page: QImage, size_mm: tuple[int, int]) -> list[QColor]:
    inset = round(CORNER_MM / 2 * page.width() / size_mm[0])
    right, bottom = page.width() - inset, page.height() - inset
    return [page.pixelColor(x, y) for x, y in ((inset, inset), (right, inset), (right, bottom), (inset, bottom))]


def px_per_mm(player: Player) -> float:
    hello = player.controller.hello
    assert hello is not None
    return player.screen.window.height() / hello.panel.height_mm
