"""Tools round the product: the launcher, the front-end build, the mail sink, the benchmark."""
