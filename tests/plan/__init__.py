"""Tests of the answers, their rules, the session and the plan file."""
