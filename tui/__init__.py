"""nearnew: the terminal desk of traders who export near-new cars from China."""
