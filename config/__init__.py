"""Assembles the settings declared in the rooms into one validated site file."""
