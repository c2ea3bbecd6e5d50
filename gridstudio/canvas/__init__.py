"""The map: view transform, painters, overlay, figures."""
