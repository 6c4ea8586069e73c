"""Tests of the screen: what only a screen can show."""
