"""What stands on a sheet of paper, and whether it was really printed."""
