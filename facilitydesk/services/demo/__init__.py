"""Demonstration data: an invented county, 临溪县, in which the dashboards have something to tell.

Everything comes from a generator that is seeded with a fixed number and told the date, so the
same date makes the same county. No school, firm or person in it exists.
"""

from __future__ import annotations

from facilitydesk.services.demo.make import create_demo, demo_copy

__all__ = ["create_demo", "demo_copy"]
