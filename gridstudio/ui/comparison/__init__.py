"""Two schemes side by side: maps that move together, tables, and the window around them."""
