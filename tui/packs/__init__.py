"""Reads the data files of the world and of the user, checks and compiles them."""
