"""What was done, provably: canonical form, digests, chains, Merkle log, checkpoints, verifier.

Pure: no Django, no clock, no randomness. It runs with the standard library alone, because it
travels with exported case files as their verifier.
"""
