"""What a FIT file tells of the devices and of who wears them: makers, products, weight, heart-rate zones."""

from __future__ import annotations

from analytics.ingest.batch import WearerRow
from analytics.ingest.fit_profile import profile
from analytics.ingest.fit_rows import Rows
from analytics.ingest.fit_scan import Segment

_GARMINS_OWN = (1, 2, 13, 15)  # makers whose product numbers are Garmin's list
_THE_WATCH = 0
_SESSION = 18
_MOST_ZONES = 10


def read_device(data: bytes, segment: Segment) -> str | None:
    """The device as the file names it, or its maker and product."""
    rows = Rows(data, segment, "file_id")
    if rows.length == 0:
        return None
    return rows.texts("product_name")[0] or _named(rows.codes("manufacturer")[0], rows.codes("product")[0])


def read_sensors(data: bytes, segment: Segment) -> list[str]:
    """Makers and products of what sent to the watch, each once; serial numbers are not read."""
    rows = Rows(data, segment, "device_info")
    found = zip(
        rows.codes("device_index"),
        rows.texts("product_name"),
        rows.codes("manufacturer"),
        rows.codes("product"),
    )
    names = [
        name or _named(maker, product)
        for index, name, maker, product in found
        if index is not None and index != _THE_WATCH
    ]
    return [name for name in dict.fromkeys(names) if name]


def _named(maker: int | None, product: int | None) -> str | None:
    """Maker and product in FIT's words; a number no table knows stays a number.

    Examples
    --------
    >>> _named(1, 1967), _named(95, 3), _named(64999, None), _named(None, 3)
    ('garmin fenix2', 'stryd 3', 'manufacturer_64999', None)
    """
    if maker is None:
        return None
    name = profile().name("manufacturer", maker) or f"manufacturer_{maker}"
    if product is None:
        return name
    known = profile().name("garmin_product", product) if maker in _GARMINS_OWN else None
    return f"{name} {known or product}"


def read_wearer(data: bytes, segment: Segment) -> WearerRow | None:
    """Weight, threshold power, heart rates at rest, threshold and most, zones; None where the file has none.

    Name, sex, age and height are in some files and are not read.
    """
    person = Rows(data, segment, "user_profile")
    target = Rows(data, segment, "zones_target")
    spent = Rows(data, segment, "time_in_zone")
    wearer = WearerRow(
        weight_kg=_last(person.numbers("weight")),
        hr_rest_bpm=_last(person.numbers("resting_heart_rate") + spent.numbers("resting_heart_rate")),
        hr_max_bpm=_last(
            person.numbers("default_max_heart_rate")
            + person.numbers("default_max_running_heart_rate")
            + target.numbers("max_heart_rate")
            + spent.numbers("max_heart_rate")
        ),
        hr_threshold_bpm=_last(
            target.numbers("threshold_heart_rate") + spent.numbers("threshold_heart_rate")
        ),
        power_threshold_w=_last(
            Rows(data, segment, "session").numbers("threshold_power")
            + target.numbers("functional_threshold_power")
            + spent.numbers("functional_threshold_power")
        ),
        hr_zone_tops_bpm=_zone_tops(data, segment, spent),
    )
    return wearer if wearer != WearerRow() else None


def _last(values: list[float | None]) -> float | None:
    """The last that is there, because what is special comes after what is general; 0 was never entered."""
    return next((value for value in reversed(values) if value), None)


def _zone_tops(data: bytes, segment: Segment, spent: Rows) -> tuple[int, ...]:
    """Upper ends of the zones: of the session where it tells, else as the watch is set."""
    about = zip(spent.codes("reference_mesg"), spent.ranks("hr_zone_high_boundary"))
    told = [[top for top in tops if top is not None] for message, tops in about if message == _SESSION]
    tops = next(filter(None, told), [])
    if not tops:
        rows = Rows(data, segment, "hr_zone")
        numbered = sorted(
            (index, top)
            for index, top in zip(rows.codes("message_index"), rows.codes("high_bpm"))
            if index is not None and top is not None
        )
        tops = [top for _, top in numbered]
    return tuple(tops) if tops == sorted(tops) and len(tops) <= _MOST_ZONES else ()
