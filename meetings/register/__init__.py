"""The register of decisions: what the forum has decided, across its meetings."""
