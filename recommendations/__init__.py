"""The ten recommendations, their reports, and the innovation areas that carry out the ninth."""
