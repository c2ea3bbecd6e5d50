"""The verbs: one function per user act; each checks, then writes in one edit."""
