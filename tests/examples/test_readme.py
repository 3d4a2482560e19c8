"""Each example explains itself and is listed."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_every_example_has_a_readme_and_is_listed() -> None:
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    folders = [path for path in EXAMPLES.iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert len(folders) >= 4
    for folder in folders:
        assert (folder / "README.md").is_file(), folder.name
        assert f"]({folder.name})" in listed, folder.name
