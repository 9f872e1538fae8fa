"""A page as a browser without scripts understands it: forms with their fields, links, headings, and its text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "path"}


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    def text(self) -> str:
        """As it is read: one space where a line or an element ends."""
        return " ".join(" ".join(child if isinstance(child, str) else child.text() for child in self.children).split())

    def all(self, *tags: str) -> "list[Element]":
        """Every element below with one of these tags, in order."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                found += ([child] if child.tag in tags else []) + child.all(*tags)
        return found

    def inside(self, tag: str) -> bool:
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))


@dataclass(frozen=True)
class Form:
    """A form and what a browser would send of it, before anybody types."""

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    buttons: tuple[str, ...]


class Page(HTMLParser):
    """What a page is made of; problems: what its markup has wrong."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.root = Element("", {})
        self.problems: list[str] = []
        self._at = self.root
        self.feed(source)
        self.close()
        if self._at is not self.root:
            self.problems.append(f"<{self._at.tag}> is never closed")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        if len(element.attrs) < len(attrs):
            self.problems.append(f"<{tag}> has an attribute twice")
        self._at.children.append(element)
        if tag not in VOID:
            self._at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._at.children.append(Element(tag, {name: value or "" for name, value in attrs}, self._at))

    def handle_endtag(self, tag: str) -> None:
        if self._at.tag != tag:
            self.problems.append(f"</{tag}> closes <{self._at.tag}>")
            return
        assert self._at.parent is not None
        self._at = self._at.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)

    @property
    def text(self) -> str:
        return self.root.all("body")[0].text()

    @property
    def h1(self) -> str:
        return self.root.all("h1")[0].text()

    @property
    def main(self) -> Element:
        return self.root.all("main")[0]

    def links(self) -> list[str]:
        return [link.attrs["href"] for link in self.root.all("a")]

    def forms(self) -> list[Form]:
        return [_form(element) for element in self.root.all("form")]

    def form(self, action: str) -> Form:
        """The first form that goes there."""
        found = [form for form in self.forms() if form.action == action]
        assert found, f"no form goes to {action}: {[form.action for form in self.forms()]}"
        return found[0]

    def problem(self, field: str) -> str:
        """What stands beside a field as wrong with it; "" if nothing does."""
        return "".join(each.text() for each in self.root.all("p") if each.attrs.get("id") == f"{field}-problem")


def _form(element: Element) -> Form:
    fields = [(field.attrs["name"], _value(field)) for field in element.all("input", "textarea") if _is_sent(field)]
    buttons = tuple(button.attrs["value"] for button in element.all("button") if "name" in button.attrs)
    return Form(element.attrs["action"], element.attrs.get("method", "get"), tuple(fields), buttons)


def _value(field: Element) -> str:
    return field.text() if field.tag == "textarea" else field.attrs.get("value", "")


def _is_sent(field: Element) -> bool:
    return field.attrs.get("type") not in {"radio", "checkbox"} or "checked" in field.attrs
