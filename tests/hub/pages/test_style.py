"""The style sheet keeps its promises: contrast, size of letters, size of what is touched, no fixed widths."""

import re

import pytest

from hub.pages.render import STATIC

CSS = re.sub(r"/\*.*?\*/", "", (STATIC / "hub.css").read_text("utf-8"), flags=re.DOTALL)
TOKENS = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", CSS))
ROOT_PX = 18
LEAST_CONTRAST = 4.5
"""For text, WCAG 2.1 criterion 1.4.3 and the Korean criteria; 3 for what shows where a control is (1.4.11)."""

BLOCKS = [
    (selector.strip(), dict(re.findall(r"([a-z-]+):\s*([^;]+);", body)))
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", CSS)
    if not selector.strip().startswith(":root")
]


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour(value: str) -> str | None:
    name = re.search(r"var\(--([a-z-]+)\)", value)
    return TOKENS.get(name[1]) if name else None


def test_the_measure_of_contrast_is_right() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#256ef4", "#ffffff") == pytest.approx(4.55, abs=0.01)  # KRDS primary-50, as published


@pytest.mark.parametrize(
    ("selector", "rules"), [(one, rules) for one, rules in BLOCKS if colour(rules.get("color", ""))]
)
def test_text_can_be_read_on_what_is_behind_it(selector: str, rules: dict[str, str]) -> None:
    text, behind = colour(rules["color"]), colour(rules.get("background", "")) or TOKENS["page"]
    assert text is not None
    assert contrast(text, behind) >= LEAST_CONTRAST, selector


def test_the_quietest_text_can_be_read_on_every_light_surface() -> None:
    surfaces = [value for name, value in TOKENS.items() if name in {"page", "surface"} or name.endswith("-soft")]
    assert len(surfaces) == 7
    for name in ("text", "subtle", "primary", "primary-dark"):
        for surface in surfaces:
            assert contrast(TOKENS[name], surface) >= LEAST_CONTRAST, (name, surface)


def test_controls_and_the_focus_can_be_seen() -> None:
    for name in ("border", "focus", "primary", "danger"):
        assert contrast(TOKENS[name], TOKENS["page"]) >= 3
    assert any(selector == ":focus-visible" and "4px solid" in rules["outline"] for selector, rules in BLOCKS)
    hidden = [selector for selector, rules in BLOCKS if rules.get("outline") in {"none", "0"}]
    assert hidden == ["main:focus"]  # reached by the skip link only, where there is nothing to do


def test_no_letter_is_smaller_than_18_px() -> None:
    (root,) = [rules["font-size"] for selector, rules in BLOCKS if selector == "html"]
    assert float(root.rstrip("%")) / 100 * 16 == ROOT_PX
    sizes = [rules["font-size"] for selector, rules in BLOCKS if "font-size" in rules and selector != "html"]
    assert sizes
    assert [size for size in sizes if not size.endswith("rem") or float(size.removesuffix("rem")) < 1] == []


def test_what_is_touched_is_48_px_high() -> None:
    (target,) = re.findall(r"--target:\s*([\d.]+)rem", CSS)
    assert float(target) * ROOT_PX >= 48
    heights = [(one, rules["min-height"]) for one, rules in BLOCKS if rules.get("min-height", "").endswith("rem")]
    assert [one for one, height in heights if float(height.removesuffix("rem")) * ROOT_PX < 48] == []
    tall = {part.strip() for one, rules in BLOCKS if "min-height" in rules for part in one.split(",")}
    assert {
        ".site",
        ".areas a",
        "button",
        ".button",
        ".quiet",
        ".choice",
        "summary",
        "select",
        "textarea",
        ".tel",
    } <= tall


def test_every_colour_is_a_token_and_every_token_is_used() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}", "".join(str(rules) for _, rules in BLOCKS)) == []
    assert {name for name in TOKENS if f"var(--{name})" not in CSS} == set()


def test_nothing_moves_or_blinks() -> None:
    assert re.findall(r"animation|transition|@keyframes|blink", CSS) == []
