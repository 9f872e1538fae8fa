"""One file per service: what the person does next, and what happens when it fails. No I/O, no clock, no awaits."""
