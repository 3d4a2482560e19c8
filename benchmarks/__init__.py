"""Speed, memory and quality, measured; raw results in ``results/``."""
