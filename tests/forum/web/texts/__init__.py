"""A made-up subject, "ret en tekst": docs/add-a-feature.md shows it whole, and the tests of form pages run it."""
