"""Meetings: agenda, attendance, minutes, decisions and actions."""
