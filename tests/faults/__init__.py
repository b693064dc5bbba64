"""What breaks, broken on purpose: servers stopped, processes killed."""
