"""Lawful courses, one module a procedure."""
