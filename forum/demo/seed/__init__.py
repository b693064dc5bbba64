"""The demo's data, one file per concept; every function may run again without doubling anything."""
