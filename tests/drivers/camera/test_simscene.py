import numpy as np
import segno

from drivers.camera.decode import Grey, read_codes, unpack
from drivers.camera.simscene import HEIGHT_PX, WIDTH_PX, LensFaults, Scene
from tests.drivers.camera.pictures import as_jpeg

CODE = segno.make_qr("SODAM1:ONE")


def view(scene: Scene, now_s: float = 0.0) -> Grey:
    grey = unpack(as_jpeg(scene.jpeg(now_s)))
    assert grey is not None
    return grey


def test_a_picture_has_the_size_of_a_common_camera() -> None:
    assert view(Scene()).shape == (HEIGHT_PX, WIDTH_PX)


def test_two_pictures_of_the_same_counter_differ_by_their_noise() -> None:
    scene = Scene()
    difference = np.abs(view(scene).astype(int) - view(scene).astype(int))
    assert 1 < difference.mean() < 6


def test_a_code_lies_there_until_its_time_is_over() -> None:
    scene = Scene()
    scene.lay(CODE, until_s=3.0)
    assert [read_codes(view(scene, at_s), 0) for at_s in (0.0, 2.9, 3.0)] == [(b"SODAM1:ONE",), (b"SODAM1:ONE",), ()]
    assert not scene.has_code(3.0)


def test_a_code_takes_the_place_of_the_one_before() -> None:
    scene = Scene()
    scene.lay(CODE, until_s=3.0)
    scene.lay(segno.make_qr("SODAM1:TWO"), until_s=3.0)
    assert read_codes(view(scene), 0) == (b"SODAM1:TWO",)


def test_a_code_that_is_taken_away_is_gone() -> None:
    scene = Scene()
    scene.lay(CODE, until_s=3.0)
    scene.clear()
    assert (scene.has_code(0.0), read_codes(view(scene), 0)) == (False, ())


def test_faults_change_the_picture_and_leave_again() -> None:
    scene = Scene()
    scene.lay(CODE, until_s=3.0)
    scene.faults = LensFaults(light=0)
    dark = view(scene)
    scene.faults = LensFaults()
    assert dark.mean() < 5
    assert read_codes(view(scene), 0) == (b"SODAM1:ONE",)
