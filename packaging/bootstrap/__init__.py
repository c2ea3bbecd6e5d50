"""The set-up that main.py does; standard library only."""
