"""Reads vectors.toml beside this file. Knows no codec."""

import tomllib
from collections.abc import Mapping
from pathlib import Path


def load() -> Mapping[str, bytes]:
    """The bytes of each kind."""
    table = tomllib.loads(Path(__file__).with_name("vectors.toml").read_text("utf-8"))
    return {row["kind"]: bytes.fromhex(row["hex"]) for row in table["bytes"]}


VECTORS = load()
