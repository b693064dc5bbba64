"""The ground: mechanisms that know no subject."""
