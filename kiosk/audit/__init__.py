"""What must be provable later."""
