"""The hub answers that it is there, and its command line says what it can do."""

from importlib.metadata import version

from httpx import ASGITransport, AsyncClient
from typer.testing import CliRunner

from hub.app import make_app
from hub.cli import app


async def test_the_hub_says_that_it_is_there_and_which_version_it_is() -> None:
    async with AsyncClient(transport=ASGITransport(make_app()), base_url="http://hub") as client:
        answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"version": version("sodam")})


def test_the_command_line_names_its_commands() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    assert "The Sodam web service." in result.output
    assert "serve" in result.output


def test_serving_says_what_is_not_built_yet() -> None:
    result = CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "120"})
    assert result.exit_code == 0
    assert "applications, approvals and deliveries are not built yet" in result.output
