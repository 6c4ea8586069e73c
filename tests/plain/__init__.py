"""Tests of the interview line by line."""
