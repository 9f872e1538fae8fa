"""Domain and physical effects, a file per domain. They carry ids, enums, counts, and what a person typed."""
