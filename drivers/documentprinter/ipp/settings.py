"""What a site says about one printer that speaks IPP.

Knows allowed values and defaults with their sources.
"""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_PORT = 631
"""RFC 8010 section 4.2, RFC 7472 section 4.1: the same with and without TLS."""


def _is_ipp(address: str) -> str:
    parts = urlsplit(address)
    is_plain = not (parts.username or parts.query or parts.fragment)
    # parts.port raises for what is no port at all.
    if parts.scheme not in {"ipp", "ipps"} or not parts.hostname or parts.port == 0 or not is_plain:
        raise ValueError("an IPP address is ipp://host:port/path or ipps://host:port/path")
    return address


class IppSettings(BaseModel):
    """One printer. Its model passes an acceptance run first: pages are counted when they come out, not before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    protocol: Literal["ipp"]
    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    address: Annotated[str, AfterValidator(_is_ipp)]
    """ipp:// or ipps://, host, port (631 if it is left out) and path, mostly /ipp/print."""
    ca_file: Path | None = None
    """For ipps: the certificate that signed the printer's own, as PEM; None trusts the public authorities."""
    counts_pages: bool = True
    """False for a model that counts a page before it is out: its prints stay uncertain and staff look at each."""
    connect_within_s: Annotated[float, Field(gt=0)] = 5.0
    reply_within_s: Annotated[float, Field(gt=0)] = 10.0
    """A printer that wakes from sleep answers late."""
    document_within_s: Annotated[float, Field(gt=0)] = 60.0
    """From the first byte of a document to the printer's word that it has all of it."""
    read_attempts: Annotated[int, Field(ge=1, le=10)] = 2

    @property
    def url(self) -> str:
        """Where HTTP finds it (RFC 8010 section 4.2)."""
        parts = urlsplit(self.address)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{'https' if parts.scheme == 'ipps' else 'http'}://{host}:{parts.port or _PORT}{parts.path or '/'}"
