"""The words of the trade: frozen dataclasses, snapshot types, templates."""
