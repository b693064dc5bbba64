"""What happens across the whole forum."""
