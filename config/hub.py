"""The settings of one hub. Secrets do not stand here: they are files of the keys folder that only the hub can read."""

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _public(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("write it as https://name, without a path")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ValueError("residents' papers go over https only; http is for this machine itself (127.0.0.1)")
    return url.rstrip("/")


def _template(url: str) -> str:
    if "{to}" not in url:
        raise ValueError("the Apprise address needs {to} where the recipient belongs")
    try:
        url.format(to="", secret="", id="")
    except (LookupError, ValueError) as error:
        raise ValueError("braces stand around to, secret and id only") from error
    return url


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Office(_Part):
    """Who issues, and who answers the telephone."""

    name_ko: str
    """As residents know it: in pages and notices."""
    issuer: str
    """As the papers name it, such as 포천시 소담동장."""
    help_phone: str


class Tls(_Part):
    """A certificate of the hub's own; without one a proxy in front of it speaks https."""

    certificate: Path
    key: Path


class Listen(_Part):
    """Where the hub serves."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    tls: Tls | None = None

    @model_validator(mode="after")
    def _closed_or_here(self) -> Self:
        if self.tls is None and not _is_loopback(self.host):
            raise ValueError("without tls the hub listens on this machine only (host 127.0.0.1, behind a proxy)")
        return self


class Channel(_Part):
    """One way out to people."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")]
    """Its secret is the file NAME.secret in the keys folder, if it needs one."""
    to: Literal["email", "phone"]
    """Which of a person's addresses it needs."""
    address: Annotated[str, AfterValidator(_template)]
    """Apprise's, with {to} for the recipient, {secret} for the channel's secret and {id} for the notice's id: such as
    mailtos://user:{secret}@smtp.example.kr/?from=sodam@example.kr&to={to}."""


class Notices(_Part):
    """How people are told. Whom no channel reaches, a coordinator calls."""

    channels: tuple[Channel, ...] = ()
    """Tried in this order, until one takes the message."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({channel.name for channel in self.channels}) < len(self.channels):
            raise ValueError("two channels have the same name")
        return self

    def reaching(self, *, email: str | None, phone: str | None) -> tuple[tuple[Channel, str], ...]:
        """The channels to somebody with these addresses, each with the one that it needs."""
        addresses = {"email": email, "phone": phone}
        return tuple((channel, to) for channel in self.channels if (to := addresses[channel.to]))


class HubSettings(_Part):
    """Everything that differs between two hubs. Paths are relative to the working folder."""

    office: Office
    public_url: Annotated[str, AfterValidator(_public)]
    """Where residents and kiosks reach it."""
    database: str
    """SQLAlchemy's address, such as sqlite:////var/lib/sodam-hub/hub.db; PostgreSQL's password is in ~/.pgpass."""
    keys: Path
    """The folder of the issuing key, the key of the codes, and the channels' secrets."""
    register_path: Annotated[Path, Field(alias="register")]
    """The people whom this office knows, as JSON."""
    listen: Listen = Listen()
    notices: Notices = Notices()
    code_days: Annotated[int, Field(ge=1, le=30)] = 7
    """How long a code for a kiosk or a locker is good."""

    @property
    def codes_good_for(self) -> timedelta:
        """code_days as a timedelta."""
        return timedelta(days=self.code_days)

    @property
    def is_https(self) -> bool:
        """Whether browsers reach it by https; if not, it is loopback."""
        return self.public_url.startswith("https:")
