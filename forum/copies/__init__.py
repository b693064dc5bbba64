"""Copies of uploaded PDFs and pictures, rewritten so that they may open in the browser."""
