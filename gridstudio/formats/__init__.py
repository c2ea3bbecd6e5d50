"""Foreign files in and out, datum on the way."""
