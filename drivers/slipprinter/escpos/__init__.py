"""Receipt printers that speak ESC/POS, used for slips that are printed as one picture."""
