"""GPS receivers: NMEA 0183 in, position epochs out. Pure engine, no Qt, no project."""
