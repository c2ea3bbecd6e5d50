"""Map gestures as generators; no Qt, no painting, no writing before the gesture ends."""
