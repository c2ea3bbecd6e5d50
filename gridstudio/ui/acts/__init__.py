"""The acts of each menu; actions.py makes one table of them."""
