"""Raster base maps: readers of files and folders of tiles, all in one scheme."""
