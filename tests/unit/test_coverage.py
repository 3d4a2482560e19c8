"""Reading articles from files and folders."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mizan.coverage import CoverageError, Layout, passed_over, read, stream, written_by_mizan

PAGE = """<html><head><meta charset="utf-8"><title>t</title>
<meta property="og:site_name" content=" Harbour Gazette ">
<link rel="canonical" href="https://gazette.example/a/1"></head><body><p>The ferry sank.</p></body></html>"""


def lines(path: Path, *records: Any) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


def test_read_text_names_the_outlet_after_the_file(tmp_path: Path) -> None:
    (tmp_path / "al-marsa--fire.txt").write_text("نص", encoding="utf-8")
    (tmp_path / "000_c16339fe.txt").write_text("نص", encoding="utf-8")
    pages = read([tmp_path])
    assert [p.outlet for p in pages] == ["000_c16339fe", "al-marsa"]
    assert {p.layout for p in pages} == {Layout.TEXT}


@pytest.mark.parametrize("name", [b"Al\nNour  Daily--fire.txt", b"caf\xe9.txt"])
def test_read_text_whose_file_has_an_odd_name(tmp_path: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("حريق في الميناء.", encoding="utf-8")
    (page,) = read([tmp_path])
    assert page.outlet in ("Al Nour Daily", "caf\N{REPLACEMENT CHARACTER}")
    page.article_input().SerializeToString()


def test_read_html_asks_the_page(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (page,) = read([tmp_path / "page.html"])
    assert (page.outlet, page.url, page.layout) == (
        "Harbour Gazette",
        "https://gazette.example/a/1",
        Layout.HTML,
    )


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<link rel="canonical" href="https://www.news.example/a">', "news.example"),
        ('<meta property="og:site_name" content="https://facebook.example/page">', "stem"),
        ('<link rel="canonical" href="/relative">', "stem"),
        ("", "stem"),
    ],
)
def test_read_html_falls_back_to_host_then_stem(tmp_path: Path, head: str, outlet: str) -> None:
    (tmp_path / "stem.htm").write_text(f"<html><head>{head}</head><body>x</body></html>", encoding="utf-8")
    assert read([tmp_path])[0].outlet == outlet


def test_read_lines_knows_other_names_of_fields(tmp_path: Path) -> None:
    file = lines(
        tmp_path / "feed.jsonl",
        {
            "outlet": "A",
            "url": "https://a.example/1",
            "published_at": "2026-03-10T09:40:00+03:00",
            "text": "x",
        },
        {
            "source": {"name": "B"},
            "link": "https://b.example/1",
            "date": "2026-03-10",
            "headline": "T",
            "body": "y",
        },
        {"publisher": "C", "pubDate": "Tue, 10 Mar 2026 09:40:00 +0300", "content": "z", "lang": "ar"},
        {"url": "https://www.d.example/1", "timestamp": 1773124800, "html": "<p>w</p>"},
        {"text": "v"},
    )
    pages = read([file])
    assert [p.outlet for p in pages] == ["A", "B", "C", "d.example", "feed"]
    assert [p.published for p in pages] == [
        datetime(2026, 3, 10, 6, 40, tzinfo=UTC),
        datetime(2026, 3, 10, tzinfo=UTC),
        datetime(2026, 3, 10, 6, 40, tzinfo=UTC),
        datetime(2026, 3, 10, 6, 40, tzinfo=UTC),
        None,
    ]
    assert pages[1].title == "T"
    assert pages[2].language == "ar"
    assert pages[0].place.endswith("feed.jsonl:1")


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: {"articles": r}, lambda r: r[0]])
def test_read_json_arrays_and_objects(tmp_path: Path, wrap: Any) -> None:
    (tmp_path / "a.json").write_text(json.dumps(wrap([{"outlet": "A", "text": "x"}])), encoding="utf-8")
    assert [p.outlet for p in read([tmp_path])] == ["A"]


def test_read_json_lines_in_a_json_file(tmp_path: Path) -> None:
    lines(tmp_path / "a.json", {"outlet": "A", "text": "x"}, {"outlet": "B", "text": "y"})
    assert [p.outlet for p in read([tmp_path])] == ["A", "B"]


def test_read_keeps_line_separators_inside_strings(tmp_path: Path) -> None:
    text = "one\u2028two\u0085three"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}, ensure_ascii=False), encoding="utf-8")
    assert read([tmp_path])[0].content.decode() == text


def test_read_outlet_given_wins(tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", {"outlet": "A", "text": "x"})
    (tmp_path / "b.txt").write_text("y", encoding="utf-8")
    (tmp_path / "c.html").write_text(PAGE, encoding="utf-8")
    assert {p.outlet for p in read([tmp_path], "Z")} == {"Z"}


def test_read_folder_skips_other_and_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("README.md", ".secret.txt", "deep/a.txt", ".hidden/b.txt", "c.TXT"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert sorted(Path(p.place).name for p in read([tmp_path])) == ["a.txt", "c.TXT"]
    assert list(passed_over([tmp_path, tmp_path / "c.TXT", "-"])) == [
        f"{tmp_path}: passed over, of another kind: 1 (.md)"
    ]


def test_read_reports_every_problem_with_its_place(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(
        '{"text": "x"}\nno json\n[1]\n{"outlet": "A"}\n{"text": "x", "date": "soon"}\n', encoding="utf-8"
    )
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CoverageError) as caught:
        read([bad, binary, tmp_path / "none.txt", Path(__file__)])
    said = "\n".join(caught.value.problems)
    for piece in (":2: is no JSON", ":3: is no JSON object", ":4: has no text", "'soon'", "not UTF-8"):
        assert piece in said
    assert "no such file" in said
    assert "files must end in" in said
    assert len(caught.value.problems) == 7


def test_read_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(CoverageError, match="no article found"):
        read([tmp_path])


def test_read_text_of_any_bytes_is_left_to_ingest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00\x01")
    assert read([tmp_path])[0].content == b"\xff\xfe\x00\x01"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(content=st.binary(max_size=200), suffix=st.sampled_from([".txt", ".html", ".json", ".jsonl"]))
def test_read_any_bytes_give_pages_or_problems(tmp_path: Path, content: bytes, suffix: str) -> None:
    file = tmp_path / f"any{suffix}"
    file.write_bytes(content)
    try:
        assert all(p.outlet for p in read([file]))
    except CoverageError as error:
        assert error.problems


# --- standard input ------------------------------------------------------------------------------------


def given_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (
            '{"outlet": "A", "text": "نص"}\n\n{"outlet": "B", "text": "y"}',
            ["standard input:1", "standard input:3"],
        ),
        (
            '[{"outlet": "A", "text": "x"},\n {"outlet": "B", "text": "y"}]',
            ["standard input [0]", "standard input [1]"],
        ),
        (
            '{"articles": [{"outlet": "A", "text": "x"}, {"outlet": "B", "text": "y"}]}',
            ["standard input [0]", "standard input [1]"],
        ),
        ('\n\n{\n "outlet": "A",\n "text": "x"\n}', ["standard input [0]"]),
        ('\ufeff{"outlet": "A", "text": "x"}\n', ["standard input:1"]),
    ],
)
def test_read_standard_input(monkeypatch: pytest.MonkeyPatch, content: str, places: list[str]) -> None:
    given_input(monkeypatch, content.encode())
    pages = read(["-"])
    assert [page.outlet for page in pages] == ["A", "B"][: len(pages)]
    assert [page.place for page in pages][: len(places)] == places


@pytest.mark.parametrize("content", [b"", b" \n ", b"no json", b"\xff\xfe", b"[1]", b"[]"])
def test_read_standard_input_of_another_kind_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    given_input(monkeypatch, content)
    with pytest.raises(CoverageError, match=r"standard input|no article"):
        read(["-"])


def test_stream_takes_a_line_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed that never ends is read as far as it is asked for."""
    asked = 0

    class Feed(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            nonlocal asked
            asked += 1
            line = b'{"outlet": "A", "text": "x"}\n'
            buffer[: len(line)] = line
            return len(line)

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Feed(), 64)))
    pages: Iterator[Any] = stream(["-"], on_problem=lambda problem: pytest.fail(problem))
    assert [next(pages).place for _ in range(3)] == [f"standard input:{n}" for n in (1, 2, 3)]
    assert asked < 10


def test_stream_tells_problems_and_goes_on(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "x"}\nno json\n{"text": "y"}\n', encoding="utf-8")
    problems: list[str] = []
    pages = list(stream([bad, tmp_path / "none.txt"], "A", on_problem=problems.append))
    assert [page.content for page in pages] == [b"x", b"y"]
    assert len(problems) == 2


def test_read_folder_leaves_out_what_mizan_wrote(tmp_path: Path) -> None:
    article = {"name": "sources/a/articles/1", "outlet": "A", "text": "x"}
    (tmp_path / "comparison.json").write_text(json.dumps({"articles": [article]}), encoding="utf-8")
    (tmp_path / "report.html").write_text(
        '<!doctype html><html><head><meta name="generator" content="Mizan 1"></head></html>', encoding="utf-8"
    )
    lines(tmp_path / "feed.jsonl", {"outlet": "A", "text": "x"})
    assert [Path(page.place).name for page in read([tmp_path])] == ["feed.jsonl:1"]
    assert written_by_mizan(tmp_path / "report.html")
    assert not written_by_mizan(tmp_path / "none.html")
    assert len(read([tmp_path / "comparison.json"])) == 1  # asked for by name


def test_sample_coverage_is_read() -> None:
    folder = Path(__file__).parents[2] / "samples" / "coverage"
    pages = read([folder])
    assert len(pages) == 14
    assert len({p.outlet for p in pages}) == 12


def test_page_becomes_the_article_that_the_client_sends(tmp_path: Path) -> None:
    lines(
        tmp_path / "feed.jsonl",
        {
            "outlet": "A",
            "url": "https://a.example/1",
            "text": "نص",
            "published_at": "2026-03-10T09:40:00+03:00",
        },
    )
    (tmp_path / "b.txt").write_text("text", encoding="utf-8")
    plain, dated = (page.article_input() for page in read([tmp_path]))
    assert (dated.outlet, dated.url, dated.content.decode()) == ("A", "https://a.example/1", "نص")
    assert dated.publish_time.ToJsonString() == "2026-03-10T06:40:00Z"
    assert plain.outlet == "b" and not plain.HasField("publish_time")
    assert plain.format == plain.Format.TEXT and dated.format == dated.Format.FORMAT_UNSPECIFIED
