"""Tests of the end of a simulator."""
