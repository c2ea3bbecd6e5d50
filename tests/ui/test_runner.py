"""Jobs: results, errors and cancelling, and what a worker has done on the main thread."""

from __future__ import annotations

import threading
from typing import Any

from pytestqt.qtbot import QtBot

from gridstudio.errors import UserError
from gridstudio.jobs import Progress
from gridstudio.ui.runner import Runner


class Outcome:
    """What a job came to."""

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.errors: list[BaseException] = []

    def run(self, runner: Runner, work: Any) -> bool:
        return runner.run("test", work, done=self.results.append, failed=self.errors.append)


def test_a_result_arrives_on_the_main_thread(qtbot: QtBot) -> None:
    runner, outcome = Runner(), Outcome()
    main = threading.get_ident()
    threads: list[int] = []

    def work(progress: Progress) -> int:
        progress(0.5, "half")
        threads.append(threading.get_ident())
        return runner.on_main(threading.get_ident)  # type: ignore[no-any-return]

    assert outcome.run(runner, work)
    assert not outcome.run(runner, work), "one job at a time"
    qtbot.waitUntil(lambda: bool(outcome.results))
    assert outcome.results == [main] and threads != [main]
    assert runner.job is None


def test_errors_arrive_too(qtbot: QtBot) -> None:
    runner, outcome = Runner(), Outcome()

    def refuse() -> None:
        raise UserError("no")

    outcome.run(runner, lambda _progress: runner.on_main(refuse))
    qtbot.waitUntil(lambda: bool(outcome.errors))
    assert str(outcome.errors[0]) == "no"


def test_cancelling_is_no_error(qtbot: QtBot) -> None:
    runner, outcome = Runner(), Outcome()
    running = threading.Event()

    def work(progress: Progress) -> None:
        running.set()
        while True:
            progress(0.1, "on and on")

    outcome.run(runner, work)
    qtbot.waitUntil(running.is_set)
    runner.cancel()
    qtbot.waitUntil(lambda: runner.job is None)
    assert outcome.results == [] and outcome.errors == []


def test_closing_ends_a_worker_that_waits_for_the_main_thread(qtbot: QtBot) -> None:
    runner, outcome = Runner(), Outcome()
    asking = threading.Event()

    def work(_progress: Progress) -> None:
        asking.set()
        runner.on_main(lambda: None)

    outcome.run(runner, work)
    assert asking.wait(5)
    runner.close()
    assert runner.job is None and outcome.results == []
