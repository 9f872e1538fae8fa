import pytest
from pydantic import ValidationError

from drivers.camera.settings import CameraSettings


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8081/stream.mjpg", "http://camera.local/", "/dev/video0", "/dev/v4l/by-id/usb-X-index0"],
)
def test_a_stream_and_a_device_are_addresses(address: str) -> None:
    assert CameraSettings(name="desk", address=address).address == address


@pytest.mark.parametrize(
    "address",
    ["http://admin:secret@camera/stream", "http://camera", "rtsp://camera/1", "file:///etc/passwd", "video0", ""],
)
def test_anything_else_is_not(address: str) -> None:
    with pytest.raises(ValidationError):
        CameraSettings(name="desk", address=address)
