"""Compartments, door truth, parcels and tickets. Knows drivers.lockboard.api and no particular board."""
