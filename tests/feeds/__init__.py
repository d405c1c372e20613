"""The network: real sockets on this machine, and nothing outside it."""
