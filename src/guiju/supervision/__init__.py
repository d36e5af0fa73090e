"""Supervision: towns and units at a glance, reminders, handovers, lists that grow old."""
