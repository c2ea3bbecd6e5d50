"""Work beside the window: once each, in order, forgotten when the view moves on, stopped."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from gridstudio.canvas.fetching import Fetcher


def test_acts_are_done_once_each_in_their_order(qtbot: QtBot) -> None:
    fetcher, done, go = Fetcher(), list[int](), threading.Event()
    fetcher.want("first", go.wait)
    for number in (1, 2, 1, 3, 2):
        fetcher.want(number, lambda number=number: done.append(number))
    qtbot.waitUntil(lambda: fetcher.doing("first"))
    assert not fetcher.doing(1)
    with qtbot.waitSignals([fetcher.arrived] * 4):
        go.set()
    fetcher.stop()
    assert done == [1, 2, 3] and not fetcher.doing("first")


def test_what_is_no_longer_wanted_is_not_done() -> None:
    fetcher, done, go = Fetcher(), list[str](), threading.Event()
    fetcher.want("first", go.wait)
    while not fetcher.doing("first"):
        threading.Event().wait(0.001)
    fetcher.want("gone", lambda: done.append("gone"))
    fetcher.forget()
    fetcher.want("wanted", lambda: done.append("wanted"))
    go.set()
    while fetcher._running:
        threading.Event().wait(0.001)
    fetcher.stop()
    assert done == ["wanted"]


def test_no_thread_is_left_when_there_is_nothing_to_do() -> None:
    fetcher = Fetcher()
    fetcher.stop()
    fetcher.want("act", lambda: None)
    fetcher.stop()
    assert not [one for one in threading.enumerate() if one.name == "base maps"]


@pytest.mark.expected_log("a base map could not be read")
def test_a_fault_of_ours_is_logged_and_the_next_act_is_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fetcher, done = Fetcher(), list[str]()

    def wrong() -> None:
        raise RuntimeError("a bug")

    fetcher.want("wrong", wrong)
    fetcher.want("right", lambda: done.append("right"))
    while fetcher._running:
        threading.Event().wait(0.001)
    fetcher.stop()
    assert done == ["right"] and "a bug" in caplog.text


def test_what_takes_long_ends_when_it_is_stopped() -> None:
    fetcher, begun, ended = Fetcher(), threading.Event(), list[str]()

    def long() -> None:
        begun.set()
        try:
            while True:
                fetcher.check(0.5, "")
        finally:
            ended.append("long")

    fetcher.want("long", long)
    begun.wait()
    fetcher.stop()
    assert ended == ["long"]
    fetcher.want("after", lambda: (fetcher.check(), ended.append("after")))
    fetcher.stop()
    fetcher.want("last", lambda: ended.append("last"))
    while "last" not in ended:
        threading.Event().wait(0.001)
    fetcher.stop()
