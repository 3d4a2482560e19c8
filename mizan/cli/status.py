"""How a command ends: exit statuses, and the exception that carries one."""

from __future__ import annotations

OK = 0  # done
FAILED = 1  # something failed on the way
BAD_INPUT = 2  # wrong usage or input
FOUND = 3  # done, and what --fail-on asks for was found
INTERRUPTED = 130  # Ctrl-C


class Stop(Exception):
    """Ends the command with an exit status and messages for people."""

    def __init__(self, status: int, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.status = status
        self.messages = messages
