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


_USUAL_PORTS = {"http": 80, "https": 443}


def _public(url: str) -> str:
    """The origin as browsers send it (RFC 6454 section 6.1), whatever way it was written."""
    parts = urlsplit(url)
    is_more = parts.username is not None or parts.path not in {"", "/"} or parts.query or parts.fragment
    if parts.scheme not in _USUAL_PORTS or not parts.hostname or is_more:
        raise ValueError("write it as https://name, without a path")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ValueError("residents' papers go over https only; http is for this machine itself (127.0.0.1)")
    port = "" if parts.port in {None, _USUAL_PORTS[parts.scheme]} else f":{parts.port}"
    return f"{parts.scheme}://{_in_ascii(parts.hostname)}{port}"


def _in_ascii(host: str) -> str:
    """A host as it stands in an origin: a Korean name in Punycode, an IPv6 address short and in brackets."""
    try:
        address = ip_address(host)
    except ValueError:
        return host.encode("idna").decode()
    return f"[{address}]" if address.version == 6 else str(address)


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
    pictures: bool | None = None
    """Whether a picture arrives with the message; if not said: by mail it does, on a telephone it does not."""

    @property
    def carries_pictures(self) -> bool:
        """Whether the QR code of a notice can go this way. Apprise's text services drop it and say that all is well."""
        return self.to == "email" if self.pictures is None else self.pictures


class Notices(_Part):
    """How people are told. Whom no channel reaches, a coordinator calls."""

    channels: tuple[Channel, ...] = ()
    """Tried in this order; the next one when the one before has failed for good (hub.store.notices)."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({channel.name for channel in self.channels}) < len(self.channels):
            raise ValueError("two channels have the same name")
        return self

    def reaching(self, *, email: str | None, phone: str | None, picture: bool) -> tuple[tuple[Channel, str], ...]:
        """The channels to somebody with these addresses, each with the one that it needs; picture: with a QR code."""
        addresses = {"email": email, "phone": phone}
        fit = (channel for channel in self.channels if channel.carries_pictures or not picture)
        return tuple((channel, to) for channel in fit if (to := addresses[channel.to]))


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
