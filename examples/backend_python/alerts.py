"""The desk's file of alerts, JSON Lines: what is in it is not told again, also after a restart."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from .disputes import Alert

logger = logging.getLogger(__name__)


class AlertFile:
    """Appends to ``path``. Raises OSError or ValueError when the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+", encoding="utf-8")
        self._file.seek(0)
        *lines, torn = self._file.read().split("\n")
        if torn:  # by a crash while it was written: its alert was not told, and comes again
            self._file.truncate(self._file.tell() - len(torn.encode()))
            logger.warning("%s: cut off an unfinished line", path)
        self._told = {json.loads(line)["id"] for line in lines}

    def tell(self, alert: Alert) -> None:
        """Writes an alert that is new; it is in the file when this returns."""
        if alert.id in self._told:
            return
        self._file.write(json.dumps(alert.as_dict(), ensure_ascii=False) + "\n")
        self._file.flush()
        self._told.add(alert.id)
        sides = " | ".join(f"{side.outlet}: {side.text}" for side in alert.sides)
        logger.info("alert: %s %.2f: %s", alert.kind, alert.score, sides)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
