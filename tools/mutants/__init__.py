"""Deliberate breakages of the product, each of which the tests must notice; `make mutants` tries them."""
