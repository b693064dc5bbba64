"""The agenda: items and their attachments."""
