"""Whole ways through the product in browsers: the main job, half a year of a new forum, a member's."""
