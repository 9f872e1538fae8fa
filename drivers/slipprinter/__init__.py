"""Slip printers: what the house asks of one (api), and a folder per language that they speak."""
