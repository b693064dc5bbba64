"""Signing in, second factor and sessions: all that touches allauth."""
