"""The commands: data on stdout, talk on stderr, exit codes."""
