"""Sentences to epochs, against gpsd's own reading of real logs, and against garbage."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gridstudio.gps.epoch import Epoch, estimated_accuracy_m, grade, words
from gridstudio.gps.stream import NmeaStream, checksum_of
from tests.shared_data import shared_data

# gpsd's check file holds no TPV for these (it needs more than NMEA to report them), so only the
# number of fixes is compared with the count that the data's index gives.
COUNTED = {"telit-he910.log": 187, "quectel-l76k-nmea.log": 151, "ublox-zed-f9p-nmea.log": 29}
COMPARED = (
    "beidou-gb.log", "bu353s4.log", "cat-ms352.log", "com-1289.log", "firefly-II.log",
    "foretrex-201.log", "furuno_gl_ga.log", "garmin48.log", "haicom-305N.log", "iTrek.log",
    "gp-320fw-2019-04-06-overflow.log", "magellan-ec10.log", "meinberg-gps164.log", "mt3339.log",
    "motorola-t805.log", "myguide-3100.log", "neo-m8n.log", "nmea-fuzzy-cases.log",
    "nmea-rtk.log", "quectel-eg25-g.log", "sirfstarv-nmea.log", "skytraq-PX1172RH_DS.log",
    "skytraq-dgps.log", "sounder.log", "st-teseo-liv3f.log", "tr737A+.log", "ublox-lea-4h.log",
    "ublox8-uniqid-monhw.log",
)  # fmt: skip


def read(path: Path) -> list[Epoch]:
    stream = NmeaStream()
    return stream.feed(path.read_bytes()) + stream.finish()


def sentence(body: str) -> bytes:
    return f"${body}*{checksum_of(body.encode()):02X}\r\n".encode()


@pytest.mark.parametrize("name", COMPARED)
def test_every_position_is_one_that_gpsd_reports(name: str) -> None:
    path = shared_data(f"nmea/gpsd/{name}")
    lines = path.with_name(path.name + ".chk").read_text("utf-8", "replace").splitlines()
    reports = [json.loads(line) for line in lines if line.startswith("{")]
    theirs = [(r["lat"], r["lon"]) for r in reports if r.get("class") == "TPV" and "lat" in r]
    fixes = [epoch for epoch in read(path) if epoch.has_fix]
    assert fixes
    for epoch in fixes:
        assert epoch.lat is not None and epoch.lon is not None
        nearest = min(abs(lat - epoch.lat) + abs(lon - epoch.lon) for lat, lon in theirs)
        assert nearest < 2e-5, (epoch, nearest)


@pytest.mark.parametrize(("name", "count"), COUNTED.items())
def test_every_epoch_is_found(name: str, count: int) -> None:
    fixes = [epoch for epoch in read(shared_data(f"nmea/gpsd/{name}")) if epoch.has_fix]
    assert len(fixes) == count


def test_a_receiver_without_a_fix_gives_epochs_without_a_place() -> None:
    epochs = read(shared_data("nmea/gpsd/holux-gm-210.log"))
    assert epochs and all(epoch.lat is None and epoch.mode == 0 for epoch in epochs)
    assert grade(epochs[0]) == "none" and "open sky" in words(epochs[-1])


def test_a_log_that_windows_wrote_as_utf_16_reads_the_same() -> None:
    plain = read(shared_data("nmea/other/nmea"))
    assert read(shared_data("nmea/other/nmea_utf16")) == plain
    assert len([epoch for epoch in plain if epoch.has_fix]) == 154


def test_binary_between_sentences_is_passed_over() -> None:
    fixes = [e for e in read(shared_data("nmea/other/pygpsdata-mixed.log")) if e.has_fix]
    assert len(fixes) == 2


def test_a_wrong_checksum_is_rejected() -> None:
    good = sentence("GPGGA,120000.00,3530.0000,N,11200.0000,E,1,08,1.0,700.0,M,0.0,M,,")
    stream = NmeaStream()
    assert stream.feed(good.replace(b"3530", b"3531")) + stream.finish() == []
    assert stream.rejected == 1
    stream = NmeaStream()
    (epoch,) = stream.feed(good) + stream.finish()
    assert (epoch.lat, epoch.lon, epoch.alt_m, epoch.quality, epoch.mode) == (35.5, 112, 700, 1, 3)
    assert epoch.time is None, "GGA has no date"


def test_midnight_passes_without_a_date_of_its_own() -> None:
    stream = NmeaStream()
    feed = sentence("GPZDA,235959.00,31,12,2025,00,00")
    feed += sentence("GPGGA,235959.00,3530.0000,N,11200.0000,E,1,08,1.0,700.0,M,0.0,M,,")
    feed += sentence("GPGGA,000000.00,3530.0000,N,11200.0000,E,1,08,1.0,700.0,M,0.0,M,,")
    epochs = stream.feed(feed) + stream.finish()
    assert [epoch.to_json()["time"] for epoch in epochs] == [
        "2025-12-31T23:59:59.000Z",
        "2026-01-01T00:00:00.000Z",
    ]


def test_a_week_roll_over_is_repaired_live_and_kept_in_recordings() -> None:
    old = sentence("GPRMC,120000.00,A,3530.0000,N,11200.0000,E,0.0,0.0,090407,,,A")
    live = NmeaStream(live_since=datetime(2026, 11, 24, tzinfo=UTC))
    (epoch,) = live.feed(old) + live.finish()
    assert epoch.time == datetime(2026, 11, 23, 12, tzinfo=UTC)
    recorded = NmeaStream()
    (epoch,) = recorded.feed(old) + recorded.finish()
    assert epoch.time == datetime(2007, 4, 9, 12, tzinfo=UTC)


def test_a_live_epoch_is_not_a_second_late() -> None:
    """Once the last sentence of a cycle is known, the epoch closes with it."""
    stream = NmeaStream()
    counts = []
    for second in range(6):
        clock = f"1200{second:02d}.00"
        body = f"GPGGA,{clock},3530.0000,N,11200.0000,E,1,08,1.0,700.0,M,0.0,M,,"
        counts.append(len(stream.feed(sentence(body))))
        rmc = f"GPRMC,{clock},A,3530.0000,N,11200.0000,E,0.0,0.0,180526,,,A"
        counts.append(len(stream.feed(sentence(rmc))))
    assert counts[-4:] == [0, 1, 0, 1]
    assert sum(counts) == 6


def test_zero_zero_is_no_place() -> None:
    stream = NmeaStream()
    body = "GPGGA,120000.00,0000.0000,N,00000.0000,E,1,08,1.0,0.0,M,0.0,M,,"
    (epoch,) = stream.feed(sentence(body)) + stream.finish()
    assert not epoch.has_fix


@given(st.lists(st.binary(max_size=80), max_size=30))
def test_garbage_never_raises_and_never_makes_a_place(pieces: list[bytes]) -> None:
    stream = NmeaStream()
    epochs = [epoch for piece in pieces for epoch in stream.feed(piece)] + stream.finish()
    assert not any(epoch.has_fix for epoch in epochs)


@given(st.data())
def test_how_the_bytes_are_cut_does_not_matter(data: st.DataObject) -> None:
    feed = b"".join(
        sentence(f"GPGGA,1200{s:02d}.00,3530.0000,N,11200.0000,E,1,08,1.0,700.0,M,0.0,M,,")
        for s in range(5)
    )
    cuts = sorted(data.draw(st.lists(st.integers(0, len(feed)), max_size=8)))
    stream, whole = NmeaStream(), NmeaStream()
    epochs: list[Epoch] = []
    for start, end in zip([0, *cuts], [*cuts, len(feed)], strict=True):
        epochs += stream.feed(feed[start:end])
    assert epochs + stream.finish() == whole.feed(feed) + whole.finish()


@example(36, 10)
@given(st.integers(0, 90), st.integers(0, 255))
def test_one_flipped_byte_never_moves_a_position(at: int, byte: int) -> None:
    good = sentence("GPGGA,120000.00,3530.0000,N,11200.0000,E,1,08,1.0,700.0,M,0.0,M,,")
    at %= len(good)
    stream = NmeaStream()
    spoiled = good[:at] + bytes([byte]) + good[at + 1 :]
    for epoch in stream.feed(spoiled) + stream.finish():
        if epoch.has_fix:
            assert (epoch.lat, epoch.lon) == (35.5, 112.0)


def test_a_sentence_cut_short_gives_no_position() -> None:
    good = sentence("GPGGA,120000.00,3530.0000,N,11200.0000,E,1,08,1.0,700.0,M,0.0,M,,")
    for length in range(1, len(good) - 5):
        stream = NmeaStream()
        epochs = stream.feed(good[:length] + b"\r\n") + stream.finish()
        places = {(epoch.lat, epoch.lon) for epoch in epochs if epoch.has_fix}
        assert places <= {(35.5, 112.0)}, length


def test_accuracy_follows_quality_and_dilution() -> None:
    assert estimated_accuracy_m(1, 1.2) == pytest.approx(6.0)
    assert estimated_accuracy_m(4, 0.8) == pytest.approx(0.016)
    assert estimated_accuracy_m(0, 1.0) is None
    assert estimated_accuracy_m(1, 99.9) is None


def facts_of(*bodies: str) -> Epoch:
    """The one epoch of some sentences."""
    stream = NmeaStream()
    (epoch,) = stream.feed(b"".join(map(sentence, bodies))) + stream.finish()
    return epoch


GGA = "GPGGA,120000.00,3530.0000,N,11200.0000,E,1,08,1.0,700.0,M,0.0,M,,"


def test_a_signal_id_is_no_satellite() -> None:
    """NMEA 4.10 ends the last GSV page with it, where pynmea2 reads a satellite."""
    pages = (
        "GPGSV,2,1,05,01,40,083,46,02,17,308,41,12,07,344,39,14,22,228,45,1",
        "GPGSV,2,2,05,31,10,100,30,1",
    )
    assert facts_of(*pages, GGA).satellites_in_view == 5
    assert facts_of("GPGSV,1,1,00,1", GGA).satellites_in_view is None


def test_satellites_of_several_systems_add_up() -> None:
    views = ("GPGSV,1,1,02,01,40,083,46,02,17,308,41", "GLGSV,1,1,01,70,10,100,30,1")
    assert facts_of(*views, GGA).satellites_in_view == 3


@pytest.mark.parametrize("talker", ["BD", "GB"])
def test_beidou_talks_in_two_ways(talker: str) -> None:
    place = f"{talker}GGA,120000.00,3530.0000,N,11200.0000,E,1,08,1.0,700.0,M,0.0,M,,"
    epoch = facts_of(
        f"{talker}RMC,120000.00,A,3530.0000,N,11200.0000,E,0.0,0.0,180526,,,A",
        f"{talker}GSV,1,1,02,01,40,083,46,02,17,308,41",
        place,
    )
    assert (epoch.lat, epoch.lon, epoch.satellites_in_view) == (35.5, 112.0, 2)
    assert epoch.time == datetime(2026, 5, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize("ending", [",1", ""])
def test_a_system_id_does_not_spoil_the_dilution(ending: str) -> None:
    """GSA of NMEA 4.10 has the system id behind VDOP; HDOP is one field before that."""
    gsa = "GNGSA,A,3,01,02,12,14,31,,,,,,,,1.8,0.9,1.5" + ending
    no_hdop = "GPGGA,120000.00,3530.0000,N,11200.0000,E,1,08,,700.0,M,0.0,M,,"
    epoch = facts_of(gsa, no_hdop)
    assert (epoch.hdop, epoch.mode) == (0.9, 3)


def test_several_gsa_tell_the_best_mode() -> None:
    """One for each system: that GLONASS has no fix takes nothing from GPS's."""
    gps = "GNGSA,A,3,01,02,12,14,31,,,,,,,,1.8,0.9,1.5,1"
    glonass = "GNGSA,A,1,,,,,,,,,,,,,1.8,0.9,1.5,2"
    assert facts_of(gps, glonass, GGA).mode == 3


def test_no_fix_has_no_place_though_the_library_says_zero() -> None:
    epoch = facts_of("GPGGA,120000.00,,,,,0,00,99.9,,M,,M,,")
    assert (epoch.lat, epoch.lon, epoch.quality, epoch.mode) == (None, None, 0, 0)
    epoch = facts_of("GPRMC,120000.00,V,,,,,,,180526,,,N")
    assert not epoch.has_fix and epoch.time == datetime(2026, 5, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "dated",
    ["GPZDA,120000.00,18,05,2026,00,00", "GPRMC,120000.00,V,,,,,,,180526,,,N"],
)
def test_the_date_comes_from_zda_or_rmc(dated: str) -> None:
    assert facts_of(dated, GGA).to_json()["time"] == "2026-05-18T12:00:00.000Z"
