"""Calling, moving, cancelling and reminding."""
