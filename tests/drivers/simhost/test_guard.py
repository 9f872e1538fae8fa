"""Who may move the hands of the rig: the page itself and programs, and no other page in the same browser."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from drivers.simhost.guard import guard

HOME = "http://127.0.0.1:7180"


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    guard(app)

    @app.get("/look")
    async def _look() -> str:
        return "seen"

    @app.post("/act")
    async def _act() -> str:
        return "done"

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client:
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": HOME},
        {"Origin": HOME, "Sec-Fetch-Site": "same-origin"},
        {"Host": "localhost:9000", "Origin": "http://localhost:9000", "Sec-Fetch-Site": "same-origin"},
    ],
    ids=["a program", "an old browser", "a browser", "through a tunnel"],
)
async def test_the_page_itself_and_programs_may_act(browser: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await browser.post("/act", headers=headers)).json() == "done"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=["a site", "the hub's pages", "the hub's in an old browser", "a file or a frame", "no origin", "nobody's page"],
)
async def test_no_other_page_may_act(browser: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await browser.post("/act", headers=headers)).status_code == 403


@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_a_name_of_somebody_elses_that_leads_here_is_not_answered(
    browser: httpx.AsyncClient, method: str
) -> None:
    headers = {"Host": "rebound.example:7180", "Origin": "http://rebound.example:7180", "Sec-Fetch-Site": "same-origin"}
    answer = await browser.request(method, "/act" if method == "POST" else "/look", headers=headers)
    assert answer.status_code == 400


async def test_a_link_from_another_page_may_be_followed(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/look", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.json() == "seen"


async def test_the_browser_is_told_to_keep_to_this_page_and_to_frame_it_nowhere(browser: httpx.AsyncClient) -> None:
    headers = (await browser.get("/look")).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["Cross-Origin-Resource-Policy"], headers["Cache-Control"]) == (
        "nosniff",
        "same-origin",
        "no-cache",
    )
