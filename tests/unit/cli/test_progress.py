"""The bar on a terminal."""

from __future__ import annotations

import io

from mizan import Progress
from mizan.cli.progress import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def drawn(terminal: Terminal) -> list[str]:
    return terminal.getvalue().split("\r\x1b[K")[1:]


def test_bar_tells_done_rate_and_time_left() -> None:
    terminal, clock = Terminal(), Clock()
    bar = Bar(stream=terminal, clock=clock)
    bar.show(Progress(0, 1200, "storing"))
    clock.now += 10
    bar.show(Progress(300, 1200, "storing"))
    first, second = drawn(terminal)
    assert first == "storing  " + "─" * 20 + "  0/1,200"
    assert second == "storing  " + "━" * 5 + "─" * 15 + "  300/1,200  30/s  0:30 left"


def test_bar_of_unknown_length_tells_done_and_rate() -> None:
    terminal, clock = Terminal(), Clock()
    bar = Bar(stream=terminal, clock=clock)
    bar.show(Progress(1, None, "storing"))
    clock.now += 4
    bar.show(Progress(10, None, "storing"))
    assert drawn(terminal) == ["storing  1", "storing  10  2.5/s"]


def test_bar_counts_each_stage_from_its_start() -> None:
    terminal, clock = Terminal(), Clock()
    bar = Bar(stream=terminal, clock=clock)
    bar.show(Progress(10, 10, "reading"))
    clock.now += 3600
    bar.show(Progress(0, 1, "comparing"))
    bar.show(Progress(0, 7200, "summarizing"))
    clock.now += 2
    bar.show(Progress(2, 7200, "summarizing"))
    assert drawn(terminal)[1] == "comparing  …"
    assert drawn(terminal)[-1].endswith("2/7,200  1.0/s  1:59:58 left")


def test_bar_draws_at_most_ten_times_a_second() -> None:
    terminal, clock = Terminal(), Clock()
    bar = Bar(stream=terminal, clock=clock)
    for done in range(100):
        clock.now += 0.01
        bar.show(Progress(done, 100, "storing"))
    assert 5 <= len(drawn(terminal)) <= 10


def test_bar_is_gone_at_the_end() -> None:
    terminal = Terminal()
    with Bar(stream=terminal) as bar:
        bar.show(Progress(1, 2, "storing"))
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_bar_is_silent_in_pipes_and_when_asked_to_be() -> None:
    pipe, terminal = io.StringIO(), Terminal()
    for bar in (Bar(stream=pipe), Bar(stream=terminal, quiet=True)):
        with bar:
            bar.show(Progress(1, 2, "storing"))
    assert pipe.getvalue() == terminal.getvalue() == ""
