"""One painter per layer: arrays in, paint out."""
