"""The proofs: behaviour through real parts, the house's rules, the canary sweep."""
