"""Runs `mizan compare` as a user does and reads the JSON that it writes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from google.protobuf import json_format

from mizan import cli
from mizan.v1 import resources_pb2 as pb


def compare(paths: Sequence[Path]) -> pb.Comparison:
    """The comparison of all coverage under ``paths``, made by the three real services over gRPC."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "comparison.json"
        assert cli.main(["compare", *map(str, paths), "--json", str(file)]) == 0
        return json_format.Parse(file.read_text(encoding="utf-8"), pb.Comparison())
