"""The commands, run as a script would run them."""
