"""Telling people: sentences (ko.toml, words.py), channels (channels.py), and the worker (worker.py)."""
