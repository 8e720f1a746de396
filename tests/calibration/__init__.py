"""Simulated businesses whose truth is known, and how often each judgement is right about them."""
