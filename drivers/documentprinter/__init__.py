"""Printers that put certificates on paper."""
