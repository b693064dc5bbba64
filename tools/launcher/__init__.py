"""Installs what is missing, starts the private servers and the product, and stops them again; standard library only."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
