"""What a file is, told by its bytes."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import UnreadableError
from analytics.ingest.reading import read
from analytics.ingest.sniffing import refusal, sniff, what_it_is

GPX = b'<?xml version="1.0"?>\n<gpx version="1.1"><trk/></gpx>'


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (GPX, "gpx"),
        (b"          " + GPX, "gpx"),
        (b"\xef\xbb\xbf" + GPX, "gpx"),
        (b'<?xml version="1.0"?><!-- made by hand -->\n<gpx:gpx xmlns:gpx="x"/>', "gpx"),
        ('\ufeff<?xml version="1.0" encoding="UTF-16"?><gpx/>'.encode("utf-16-le"), "gpx"),
        (b"<TrainingCenterDatabase><Courses/></TrainingCenterDatabase>", "tcx"),
        (b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT\x00\x00", "fit"),
        (gzip.compress(GPX, mtime=0), "gzip"),
        (b"Date;Exercise Name;Reps\n", "table"),
        ("\ufeffDate\tReps\n".encode("utf-16-le"), "table"),
        (b"PK\x03\x04" + b"\0" * 26 + b"activities.csv", "zip"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", None),
        (b"<html><body>Log in</body></html>", None),
        (b'{"a": 1, "b": 2}', None),
        (b"hello world\n", None),
        (b"", None),
    ],
)
def test_a_file_is_told_by_what_it_holds(data: bytes, kind: str | None) -> None:
    assert sniff(data, "wrong.name") == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"<!DOCTYPE html><html><p>Please log in</p>", "web page"),
        (b'{"type": "FeatureCollection"}', "JSON"),
        (b"<?xml version='1.0'?><kml/>", "KML"),
        (b"SIMPLE  =                    T / standard FITS", "astronomy"),
        (b"just words without a separator", "text"),
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml", "save the sheet as CSV"),
        (b"Rar!\x1a\x07\x00", "unpack it"),
        (b"\0" * 5000, "zero bytes"),
        (bytes(range(256)) * 20, "binary data"),
    ],
)
def test_a_refusal_names_what_the_file_is(data: bytes, words: str) -> None:
    assert words in refusal(data).reason
    with pytest.raises(UnreadableError) as caught:
        read(data, "run.fit")
    assert words in caught.value.reason


def test_two_hundred_megabytes_of_zeros_are_refused_by_their_first_bytes() -> None:
    with pytest.raises(UnreadableError, match="nothing but zero bytes"):
        read(bytes(200_000_000), "activity.fit")


def test_a_picture_in_an_archive_is_ignored_and_one_handed_in_is_refused() -> None:
    picture = b"\xff\xd8\xff\xe0" + b"\0" * 50
    assert read(picture, "media/1.jpg", in_archive=True).ignored == "No training in it: a JPEG picture."
    with pytest.raises(UnreadableError):
        read(picture, "1.jpg")


def test_a_workbook_is_told_from_an_archive_of_activities() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert sniff(packed.getvalue()) is None
    assert "save the sheet as CSV" in what_it_is(packed.getvalue())


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_never_more_than_refused(data: bytes) -> None:
    try:
        read(data, "x")
    except UnreadableError as error:
        assert error.reason


HEADS = [
    b"<gpx><trk><trkseg>",
    b'<?xml version="1.0"?><gpx><trk><trkseg><trkpt lat="1" lon="2">',
    b"<TrainingCenterDatabase><Activities><Activity Sport='Running'><Lap StartTime='2020-01-01T00:00:00Z'>",
    b"Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance\n",
    b"Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps\n2020-01-01 00:00:00,",
    b"date,exercise,sets,reps\n2020-01-01,",
    b"PK\x03\x04",
    b"\x1f\x8b\x08\x00",
    b"\x0e\x10\x00\x00\x20\x00\x00\x00.FIT\x00\x00",
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(HEADS), st.binary(max_size=200))
def test_random_bytes_after_a_true_beginning_are_never_more_than_refused(head: bytes, rest: bytes) -> None:
    try:
        read(head + rest, "x")
    except UnreadableError as error:
        assert error.reason
