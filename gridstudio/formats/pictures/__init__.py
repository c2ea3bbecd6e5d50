"""Pictures of maps, without Qt: headers, placement, and files cut into bands."""
