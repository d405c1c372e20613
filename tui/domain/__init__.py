"""What the trade knows. Pure: no I/O, no clock, no translation."""
