"""Bytes on their way into link.hub's bodies, whose Base64 fields are filled with what stands in the JSON."""

import base64


def to_wire(raw: bytes) -> bytes:
    """What a Base64Bytes field is made from."""
    return base64.b64encode(raw)
