"""Coordinates as people write them, and which column holds what."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from gridstudio.i18n import _

FULL_WIDTH = str.maketrans("０１２３４５６７８９．－−，°′″＂＇ＮＳＥＷ", "0123456789.--,°′″″′NSEW")
_HALF = r"[NSEW]|[东西]经|[南北]纬|[东西南北]"
# Everything in the text must be understood: digits picked out of 112,1 or 1.12E+02 are no place.
_WRITTEN = re.compile(
    rf"(?P<before>{_HALF})?\s*(?P<sign>[-+]?)(?P<degrees>\d+(?:\.\d+)?)(?![\d.])"
    r"\s*(?:°|º|度|deg|d)?"
    r"(?:[\s:]*(?P<minutes>\d+(?:\.\d+)?)(?![\d.])\s*(?:′|'|’|分|min|m)?"
    r"(?:[\s:]*(?P<seconds>\d+(?:\.\d+)?)(?![\d.])\s*(?:″|\"|”|''|′′|秒|sec|s)?)?)?"
    rf"\s*(?P<after>{_HALF})?",
    re.IGNORECASE,
)
_SYNONYMS = {
    "lon": ("lon", "lng", "long", "longitude", "经度", "x", "x坐标", "经度坐标",
            "wgs84_lon"),
    "lat": ("lat", "latitude", "纬度", "y", "y坐标", "纬度坐标", "wgs84_lat"),
    "place": ("lonlat", "坐标", "经纬度", "location", "coordinates"),
    "name": ("name", "名称", "客户名称", "集团名称", "单位名称", "站点名称", "网格名称", "片区名称",
             "小区名称", "名字", "客户", "title", "site_name", "name_zh"),
    "kind": ("kind", "类型", "客户类型", "站点类型", "类别", "type"),
    "class": ("class", "级别", "客户级别", "等级", "级", "客户等级", "grade"),
    "address": ("address", "地址", "详细地址", "客户地址", "addr"),
    "contact": ("contact", "联系人", "联系人姓名"),
    "phone": ("phone", "电话", "联系电话", "手机", "tel", "mobile"),
    "value": ("value", "月收入", "收入", "价值", "客户价值", "月价值", "arpu", "月均收入"),
    "note": ("note", "备注", "说明", "remark", "description"),
    "code": ("code", "编码", "编号", "代码", "site_id", "adcode", "id"),
    "uuid": ("uuid",),
    "setting": ("setting", "城乡"),
    "team": ("team", "团队"),
    "manager": ("manager", "经理", "网格经理", "负责人"),
}  # fmt: skip


def guess_columns(names: Iterable[str]) -> dict[str, str]:
    """Which column holds which field, by the names that people give them."""
    known = {name.strip().casefold(): name for name in reversed(list(names))}
    found = {}
    for field, synonyms in _SYNONYMS.items():
        for synonym in synonyms:
            if synonym in known:
                found[field] = known[synonym]
                break
    return found


def degrees(value: Any) -> float:
    """Degrees of a number or a text: decimal, or degrees, minutes, seconds with signs or letters.

    Raises ValueError with a translated reason.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise ValueError(_("no coordinate"))
        return float(value)
    text = str(value).translate(FULL_WIDTH).strip()
    if not text:
        raise ValueError(_("no coordinate"))
    try:
        plain = float(text)
    except ValueError:
        return _written_out(text)
    if not math.isfinite(plain):
        raise ValueError(_("no coordinate"))
    return plain


def _written_out(text: str) -> float:
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(_("“{text}” is no coordinate").format(text=_short(text)))
    parts = [float(found[name]) for name in ("degrees", "minutes", "seconds") if found[name]]
    if any(part >= 60 for part in parts[1:]):
        raise ValueError(_("“{text}” has 60 minutes or seconds, or more").format(text=_short(text)))
    amount = sum(part / 60.0**power for power, part in enumerate(parts))
    half = (found["before"] or "") + (found["after"] or "")
    negative = found["sign"] == "-" or re.search(r"[SsWw南西]", half) is not None
    return float(-amount if negative else amount)


def pair(text: Any) -> tuple[float, float]:
    """Longitude and latitude of a text that holds both: longitude first, unless letters (N, S)
    say that the latitude is. Raises ValueError."""
    plain = str(text).translate(FULL_WIDTH).strip().removeprefix("(").removesuffix(")")
    parts = re.split(r"[,，;\s]+", plain.strip())
    if len(parts) != 2:
        raise ValueError(_("“{text}” is no pair of coordinates").format(text=_short(str(text))))
    first, second = degrees(parts[0]), degrees(parts[1])
    latitude_first = re.search(r"[NS南北]", parts[0], re.IGNORECASE)
    return (second, first) if latitude_first else (first, second)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
