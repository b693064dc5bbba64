"""The main job, walked from end to end through every real part."""
