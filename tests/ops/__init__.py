"""The launcher, the image and what a deployment stands on."""
