"""Bytes to and from a port, opened by address."""
