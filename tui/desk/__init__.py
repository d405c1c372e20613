"""The use cases: the one API that commands and screens share."""
