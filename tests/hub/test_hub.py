"""The hub answers that it is there, and its command line does what it says."""

import json
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
import structlog
from httpx import ASGITransport, AsyncClient
from typer.testing import CliRunner, Result

from config.hub import HubSettings
from config.load import ConfigError, load
from hub.app import make_app
from hub.cli import app
from hub.keys import KeysUnusable, channel_secret, load_keys
from hub.register import Register, RegisterUnusable
from hub.store import trail as trails
from printer.certificates.forms import load_forms
from tests.hub.office import ROOT, Office

SETTINGS = """
public_url = "http://127.0.0.1:8000"
database = "sqlite:///{folder}/hub.db"
keys = "{folder}/keys"
register = "config/register.demo.json"
[office]
name_ko = "소담 민원실"
issuer = "포천시 소담동장"
help_phone = "031-000-0000"
"""

Hub = Callable[..., Result]


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """The command line decides where this process's log goes."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """The command `hub` for a hub below tmp_path."""
    config = tmp_path / "hub.toml"
    config.write_text(SETTINGS.format(folder=tmp_path), encoding="utf-8")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments, "--config", str(config)], env={"COLUMNS": "200"})

    return run


async def test_the_hub_says_that_it_is_there_and_which_version_it_is(office: Office) -> None:
    async with AsyncClient(transport=ASGITransport(make_app(office.hub)), base_url="http://hub") as client:
        answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"version": version("sodam")})


def test_the_command_line_names_its_commands() -> None:
    result = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "120"})
    assert result.exit_code == 0
    for name in ("serve", "worker", "keys", "kiosks", "people", "applications", "trail"):
        assert name in result.output


def test_a_new_office_is_set_up_with_four_commands(hub: Hub) -> None:
    assert hub("keys", "new-demo").exit_code == 0
    assert hub("people", "add", "한담당", "--role", "officer", "--email", "han@example.kr").exit_code == 0
    added = json.loads(hub("kiosks", "add", "휴먼시아", "--json").stdout)
    assert (added["name"], added["hub"], len(added["code"])) == ("휴먼시아", "http://127.0.0.1:8000", 19)
    listed = json.loads(hub("people", "list", "--json").stdout)
    assert (listed["name"], listed["role"], listed["active"]) == ("한담당", "officer", True)
    assert json.loads(hub("kiosks", "list", "--json").stdout)["enrolled"] is None
    assert "휴먼시아" in hub("kiosks", "list").stdout
    assert hub("applications", "list", "--json").stdout == ""
    assert "none" in hub("applications", "list").stdout
    assert hub("worker", "--once").stdout == "0 notices looked at\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("people", "list"), 2, "hub keys new-demo"),
        (("people", "add", "x", "--role", "officer", "--email", "nowhere"), 2, "no mail address"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_remedy(
    hub: Hub, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = hub(*arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_what_is_refused_ends_with_one(hub: Hub) -> None:
    hub("keys", "new-demo")
    add = ("people", "add", "한담당", "--role", "officer", "--email", "han@example.kr")
    assert [hub(*add).exit_code, hub(*add).exit_code] == [0, 1]
    assert "choose another" in hub(*add).stderr
    assert hub("keys", "new-demo").exit_code == 1
    assert hub("trail", "nothing").exit_code == 1
    assert [hub("people", "remove", "한담당").exit_code, hub("people", "remove", "한담당").exit_code] == [0, 1]


def test_a_kiosk_is_renewed_by_its_name(office: Office, hub: Hub) -> None:
    office.hub.store.close()
    renewed = json.loads(hub("kiosks", "renew", "휴먼시아 소담", "--json").stdout)
    assert (renewed["name"], len(renewed["code"])) == ("휴먼시아 소담", 19)
    assert "within 24 hours" in hub("kiosks", "renew", "휴먼시아 소담", "--stolen").stdout
    assert hub("kiosks", "renew", "nowhere").exit_code == 1


@pytest.mark.parametrize(("finding", "state"), [("issued", "printed"), ("void", "void")])
def test_a_paper_that_its_kiosk_forgot_is_settled_by_its_number_on_an_officers_word(
    office: Office, hub: Hub, finding: str, state: str
) -> None:
    application, number = office.fetched()
    settle = ("applications", "settle", number, finding, "--by")
    assert "cannot follow" in hub(*settle, "한담당").stderr
    office.renewed(office.outlet)
    assert [hub(*settle, name).exit_code for name in ("아무개", "정봉사", "한담당", "한담당")] == [1, 1, 0, 1]
    last = office.hub.store.read(trails.of, application)[-1]
    assert (office.state(application), last.what.value, last.who) == (
        state,
        f"found_{finding}",
        office.officer.as_staff,
    )


def test_what_the_hub_could_not_follow_is_listed_with_what_to_do(office: Office, hub: Hub) -> None:
    office.tell("paper_printed", number="시험-0000-0000-0000", application="nobody")
    office.hub.store.close()
    row = json.loads(hub("kiosks", "problems", "--json").stdout)
    assert (row["kiosk"], row["event"], row["problem"]) == (office.outlet.id, "paper_printed", "not_this_kiosks")
    assert (row["do"], json.loads(row["facts"])["application"]) == ("compare both records of it", "nobody")


def test_a_trail_can_be_read_by_scripts(office: Office, tmp_path: Path, hub: Hub) -> None:
    application, number = office.printed()
    office.hub.store.close()
    steps = [json.loads(line) for line in hub("trail", application, "--json").stdout.splitlines()]
    assert [step["what"] for step in steps] == ["submitted", "approved", "fetched", "printed"]
    (row,) = (json.loads(line) for line in hub("applications", "list", "--json").stdout.splitlines())
    assert (row["id"], row["number"], row["state"]) == (application, number, "printed")
    assert "김소담" not in str(row)
    assert tmp_path.exists()


def test_the_demo_settings_and_the_demo_register_fit_the_forms() -> None:
    settings = load(ROOT / "config" / "hub.demo.toml", HubSettings)
    register = Register.read(ROOT / settings.register_path)
    forms = load_forms()
    assert len(list(register)) == 6
    for person in register:
        for form, data in person.data.items():
            forms[form].check(data)


def channel(address: str) -> str:
    return f'[[notices.channels]]\nname = "mail"\nto = "email"\naddress = "{address}"\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"http://127.0.0.1:8000"', '"http://hub.example.kr"', "https only"),
        ('"http://127.0.0.1:8000"', '"https://hub.example.kr/path"', "without a path"),
        ("[office]", '[listen]\nhost = "0.0.0.0"\n[office]', "without tls"),
        ("[office]", channel("mailto://x") + "[office]", "{to}"),
        ("[office]", channel("mailto://x?to={to}&from={from}") + "[office]", "braces"),
        ("[office]", channel("mailto://{to}") * 2 + "[office]", "the same name"),
        ("[office]", "code_days = 0\n[office]", "code_days"),
        ("[office]", "tocken_days = 1\n[office]", "no such setting"),
    ],
)
def test_settings_that_would_be_unsafe_or_mistyped_are_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    config = tmp_path / "hub.toml"
    config.write_text(SETTINGS.format(folder=tmp_path).replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(config, HubSettings)
    assert said in str(caught.value)


def test_keys_that_others_can_read_are_not_used(office: Office) -> None:
    folder = office.hub.settings.keys
    assert [path.stat().st_mode & 0o777 for path in sorted(folder.iterdir())] == [0o600, 0o600]
    for name in ("issuing.pem", "codes.key"):
        (folder / name).chmod(0o640)
        with pytest.raises(KeysUnusable, match="others"):
            load_keys(folder)
        (folder / name).chmod(0o600)
    (folder / "codes.key").write_bytes(b"short")
    with pytest.raises(KeysUnusable, match="32 bytes"):
        load_keys(folder)


def test_a_channels_secret_comes_from_a_file_of_its_own(tmp_path: Path) -> None:
    assert channel_secret(tmp_path, "mail") == ""
    path = tmp_path / "mail.secret"
    path.touch(0o600)
    path.write_text("s3cret\n", encoding="utf-8")
    assert channel_secret(tmp_path, "mail") == "s3cret"
    path.chmod(0o644)
    with pytest.raises(KeysUnusable):
        channel_secret(tmp_path, "mail")


@pytest.mark.parametrize(
    "content",
    [
        "{",
        '{"people": [{"id": "p1", "name": "김비밀"}]}',
        '{"people": [], "more": 1}',
        '{"people": [{"id": "p1", "name": "김비밀", "birth_date": "1988-01-01", "household": "비밀"}]}',
    ],
)
def test_a_register_that_cannot_be_read_is_said_without_what_stands_there(tmp_path: Path, content: str) -> None:
    path = tmp_path / "register.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RegisterUnusable) as caught:
        Register.read(path)
    assert "비밀" not in str(caught.value)
    with pytest.raises(RegisterUnusable):
        Register.read(tmp_path / "nowhere.json")


def test_two_people_with_one_address_are_refused(tmp_path: Path) -> None:
    person = {"name": "김하나", "birth_date": "1988-01-01", "household": "1-1", "email": "a@example.kr"}
    path = tmp_path / "register.json"
    people = [person | {"id": "p1"}, person | {"id": "p2", "email": "A@example.kr"}]
    path.write_text(json.dumps({"people": people}), encoding="utf-8")
    with pytest.raises(RegisterUnusable, match="the same email"):
        Register.read(path)
