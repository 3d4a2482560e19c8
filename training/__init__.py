"""How the shipped weights were made: one command each, from the shared data to files under ``models/``."""
