"""The example that an office copies is a hub."""

from pathlib import Path

import config
from config.hub import Channel, HubSettings, Listen
from config.load import load

EXAMPLE = Path(config.__file__).parent / "hub.example.toml"


def test_the_example_is_a_hub_that_sends_mail() -> None:
    hub = load(EXAMPLE, HubSettings)

    assert hub.public_url == "https://sodam.example.kr"
    assert hub.notices.channels == (
        Channel(
            name="mail",
            to="email",
            address="mailtos://sodam:{secret}@smtp.example.kr/?from=sodam@example.kr&to={to}",
        ),
    )


def test_the_defaults_that_the_example_shows_are_the_defaults(tmp_path: Path) -> None:
    shown = EXAMPLE.read_text("utf-8").replace('# host = "127', 'host = "127').replace("# port = ", "port = ")
    shown = shown.replace("# code_days", "code_days")
    (tmp_path / "hub.toml").write_text(shown, "utf-8")

    hub = load(tmp_path / "hub.toml", HubSettings)

    assert hub == load(EXAMPLE, HubSettings)
    assert hub.listen == Listen()
