"""The language of QGIS's styles (QML): how the file keeps every layer's style, read and written."""
