"""What stands on a sheet of paper and whether it was really printed (filled by the certificate work; no code yet)."""
