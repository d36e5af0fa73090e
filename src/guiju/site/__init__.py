"""The Django site: settings, addresses, the WSGI entrance."""
