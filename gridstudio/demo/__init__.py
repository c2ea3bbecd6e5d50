"""The demo county: a fictional county generated from a seed. Pure engine on arrays."""
