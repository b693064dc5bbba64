"""The demo alone: cast, door, mailbox, seed."""
