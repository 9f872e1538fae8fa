"""Runs simulated devices on real ports; imported by nobody."""
