"""What the program remembers of its user, and where its own files lie."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

import platformdirs


@dataclass
class Settings:
    """A user's choices; ``save`` writes and ``load`` reads them; damage means defaults."""

    language: str = ""
    theme: str = "light"
    author: str = ""
    recent: list[str] = field(default_factory=list)
    baud_of_port: dict[str, int] = field(default_factory=dict)
    window: dict[str, str] = field(default_factory=dict)
    identifies: bool = True
    """Whether the map says what the mouse rests on."""
    expressions: list[str] = field(default_factory=list)
    """What customers were selected by, the newest first."""
    coordinate_datum: str = "wgs84"
    coordinate_form: str = "decimal"
    graticule: bool = False
    overview: bool = False
    snap: bool = True
    snap_px: int = 10
    """From how far lines snap."""
    snap_without: list[str] = field(default_factory=lambda: ["outline"])
    """Kinds of things that lines do not snap to."""
    trace: bool = False
    """Whether lines follow what they snap to, from point to point."""
    smoothing: str = "medium"
    """Of free-hand lines: none, light, medium, strong."""

    @classmethod
    def load(cls) -> Settings:
        try:
            stored = json.loads(_settings_file().read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        default = cls()
        if not isinstance(stored, dict):
            return default
        known = {
            item.name: stored[item.name]
            for item in fields(cls)
            if isinstance(stored.get(item.name), type(getattr(default, item.name)))
        }
        return cls(**known)

    def save(self) -> None:
        """Write atomically: a process killed half-way leaves the old settings."""
        path = _settings_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")
        os.replace(draft, path)

    def remember_project(self, path: Path) -> None:
        """Put a project first among the recent ones, of which ten are kept."""
        name = str(path)
        self.recent = [name, *(old for old in self.recent if old != name)][:10]

    def remember_expression(self, text: str) -> None:
        """Put an expression first among those used, of which twenty are kept."""
        self.expressions = [text, *(old for old in self.expressions if old != text)][:20]


def data_folder() -> Path:
    """Where the program keeps what it makes by itself (the demo county, logs).

    The environment variable GRIDSTUDIO_HOME moves it, for tests and portable installations.
    """
    home = os.environ.get("GRIDSTUDIO_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir("GridStudio", appauthor=False))


def cache_folder() -> Path:
    """Where the program keeps what it can make anew at any time."""
    if os.environ.get("GRIDSTUDIO_HOME"):
        return data_folder() / "cache"
    return Path(platformdirs.user_cache_dir("GridStudio", appauthor=False))


def resource(name: str) -> Path:
    """The path of something under ``resources/``: beside the package, or inside the wheel.

    Raises FileNotFoundError where it is in neither.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "resources", package.parent / "resources"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"resource {name} is missing from this installation")


def _settings_file() -> Path:
    if os.environ.get("GRIDSTUDIO_HOME"):
        return data_folder() / "settings.json"
    return Path(platformdirs.user_config_dir("GridStudio", appauthor=False)) / "settings.json"
