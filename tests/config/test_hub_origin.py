"""The hub's public address is kept as browsers write it: else every form of every page is refused as a stranger's."""

import pytest
from pydantic import TypeAdapter, ValidationError

from config.hub import Channel, HubSettings, Notices

ADDRESS: TypeAdapter[str] = TypeAdapter(HubSettings.__annotations__["public_url"])


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://sodam.example.kr", "https://sodam.example.kr"),
        ("https://Sodam.Example.kr", "https://sodam.example.kr"),
        ("HTTPS://sodam.example.kr/", "https://sodam.example.kr"),
        ("https://sodam.example.kr:443", "https://sodam.example.kr"),
        ("https://sodam.example.kr:8443/", "https://sodam.example.kr:8443"),
        ("https://소담.kr", "https://xn--jk1bt0z.kr"),
        ("https://[2001:DB8:0::1]:443", "https://[2001:db8::1]"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://LOCALHOST:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_kept_as_the_origin_that_browsers_send(written: str, origin: str) -> None:
    assert ADDRESS.validate_python(written) == origin


@pytest.mark.parametrize(
    "written",
    [
        "sodam.example.kr",
        "https://",
        "https://sodam.example.kr/hub",
        "https://sodam.example.kr/?a=b",
        "https://sodam.example.kr#top",
        "https://user@sodam.example.kr",
        "https://sodam.example.kr:99999",
        "http://sodam.example.kr",
        "ftp://sodam.example.kr",
    ],
)
def test_what_is_no_origin_of_ours_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        ADDRESS.validate_python(written)


def test_a_picture_goes_by_mail_and_to_a_telephone_only_where_the_settings_say_so() -> None:
    mail = Channel(name="mail", to="email", address="mailto://127.0.0.1/?to={to}")
    text = Channel(name="text", to="phone", address="twilio://{secret}/{to}")
    talk = text.model_copy(update={"name": "talk", "pictures": True})
    plain = mail.model_copy(update={"name": "plain", "pictures": False})
    notices = Notices(channels=(text, plain, mail, talk))
    ways = {
        picture: [channel.name for channel, _ in notices.reaching(email="a@b.kr", phone="010", picture=picture)]
        for picture in (False, True)
    }
    assert ways == {False: ["text", "plain", "mail", "talk"], True: ["mail", "talk"]}
    assert [way[1] for way in notices.reaching(email=None, phone="010", picture=True)] == ["010"]
