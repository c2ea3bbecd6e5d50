"""Pure geometry on numpy and shapely: datum, snapping, coverage edits, ownership."""
