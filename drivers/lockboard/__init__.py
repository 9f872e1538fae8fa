"""Lock boards: a folder per protocol behind one interface."""
