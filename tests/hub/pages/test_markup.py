"""Every page is put together as people who cannot see it, or touch badly, need it; in both languages."""

import re

import pytest

from hub.pages.words import LANGUAGES
from tests.hub.office import Office
from tests.hub.pages.browser import SODAM, a_browser
from tests.hub.pages.every import APPLY, REASON, pages
from tests.hub.pages.html import Element, Page

HANGUL = re.compile(r"[가-힣]+")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_put_together_as_it_should_be(office: Office, language: str) -> None:
    seen = 0
    async for name, page in pages(office, language):
        found = [*page.problems, *structure(page, language), *unlabelled(page), *broken_references(page), *mute(page)]
        assert found == [], name
        if language == "en" and not name.startswith("/office/"):  # there the register itself is shown
            assert korean(office, page) == set(), name
        seen += 1
    assert seen > 30


async def test_the_language_is_kept_and_the_page_stays(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get("/applications")
        page = await browser.send("/language")
        assert (browser.path, page.h1, page.root.all("html")[0].attrs["lang"]) == (
            "/applications",
            "My applications",
            "en",
        )
        assert (await browser.get(APPLY)).root.all("html")[0].attrs["lang"] == "en"
        await browser.get("/applications")
        page = await browser.send("/language")
        assert page.h1 == "내 신청"


async def test_a_language_that_nobody_speaks_changes_nothing(office: Office) -> None:
    async with a_browser(office) as browser:
        await browser.get("/sign-in")
        page = await browser.send("/language", language="xx", then="https://evil.example")
        assert (browser.path, page.root.all("html")[0].attrs["lang"]) == ("/sign-in", "ko")


def korean(office: Office, page: Page) -> set[str]:
    """What is Korean on an English page, but for what came as data: names, places, and words for the telephone."""
    people = {person.name for person in office.hub.register} | {"한담당", "정봉사", "김가온", "이나래", "아무개"}
    data = people | {"휴먼시아", "소담", "제출용", "시험", "한국어", *HANGUL.findall(REASON)}
    return set(HANGUL.findall(" ".join(spoken(page.root.all("body")[0])))) - data


def structure(page: Page, language: str) -> list[str]:
    root = page.root
    ids = [each.attrs["id"] for each in everything(root) if "id" in each.attrs]
    wrong = {
        "no doctype": not page.source.lower().lstrip().startswith("<!doctype html>"),
        "wrong lang": root.all("html")[0].attrs["lang"] != language,
        "not one h1": len(root.all("h1")) != 1,
        "not one main": len(root.all("main")) != 1,
        "no title": not root.all("title")[0].text(),
        "an id twice": len(ids) != len(set(ids)),
        "a heading is left out": any(b - a > 1 for a, b in zip(levels(root), levels(root)[1:], strict=False)),
        "no skip link to the content": root.all("a")[0].attrs["href"] != "#content",
        "zoom is forbidden": "user-scalable" in page.source or "maximum-scale" in page.source,
        "inline style or script": bool(root.all("style")) or any("style" in each.attrs for each in everything(root)),
        "a handler in the markup": any(name.startswith("on") for each in everything(root) for name in each.attrs),
        "no help number": "tel:031-000-0000" not in page.links(),
    }
    return [problem for problem, is_so in wrong.items() if is_so]


def levels(root: Element) -> list[int]:
    return [int(each.tag[1]) for each in root.all("h1", "h2", "h3", "h4")]


def unlabelled(page: Page) -> list[str]:
    """Fields without words of their own; groups of choices without a question."""
    labels = {label.attrs.get("for") for label in page.root.all("label") if label.text()}
    fields = [field for field in page.root.all("input", "textarea", "select") if field.attrs.get("type") != "hidden"]
    alone = [f"{field.attrs['name']} has no label" for field in fields if field.attrs.get("id") not in labels]
    choices = [field for field in fields if field.attrs.get("type") in {"radio", "checkbox"}]
    loose = [f"{field.attrs['name']} is in no group" for field in choices if not field.inside("fieldset")]
    groups = [group for group in page.root.all("fieldset") if not group.all("legend")]
    tables = [table for table in page.root.all("th") if table.attrs.get("scope") != "col"]
    return alone + loose + ["a group without a question" for _ in groups] + ["a column without a scope" for _ in tables]


def broken_references(page: Page) -> list[str]:
    ids = {each.attrs["id"] for each in everything(page.root) if "id" in each.attrs}
    named = [id for each in everything(page.root) for id in each.attrs.get("aria-describedby", "").split()]
    wrong = [each for each in everything(page.root) if each.attrs.get("class") == "problem"]
    unsaid = [each.attrs["id"] for each in wrong if each.attrs["id"] not in named]
    return [f"{id} is not there" for id in named if id not in ids] + [f"{id} is beside no field" for id in unsaid]


def mute(page: Page) -> list[str]:
    """What can be touched and does not say what it does."""
    touched = page.root.all("a", "button", "summary")
    return [f"a mute {each.tag}" for each in touched if not (each.text() or each.attrs.get("aria-label"))]


def everything(root: Element) -> list[Element]:
    children = [child for child in root.children if isinstance(child, Element)]
    return [each for child in children for each in (child, *everything(child))]


def spoken(element: Element) -> list[str]:
    """The text of a page without what says itself that it is in Korean."""
    if element.attrs.get("lang") == "ko" and element.tag != "html":
        return []
    found: list[str] = []
    for child in element.children:
        found += [child] if isinstance(child, str) else spoken(child)
    return found
