"""`python -m mizan.cli`."""

from mizan.cli import program

program()
