"""The controller's database: the only SQL of this process."""
