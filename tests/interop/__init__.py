"""Production's files with Debian's own programs: `make interop`, never part of `make test`."""
