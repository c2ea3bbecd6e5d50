"""Tables over snapshots."""
