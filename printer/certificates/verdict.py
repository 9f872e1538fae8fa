"""What can be said about a file or a seal that claims to be ours."""

from enum import Enum


class Verdict(Enum):
    """One of these, whatever the bytes are."""

    GENUINE = "genuine"
    """Signed by a trusted key and unchanged since. Made with a key for trials, it has no effect all the same."""
    ALTERED = "altered"
    """It bears a signature that does not fit what it says."""
    UNKNOWN_ISSUER = "unknown_issuer"
    """Signed by somebody who is not trusted here, or was not when it was signed; nothing more can be said."""
    NOT_SIGNED = "not_signed"
    """No signature or no seal of ours at all."""
