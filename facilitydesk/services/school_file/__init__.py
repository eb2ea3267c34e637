"""一校一档: everything about one school as of a day, read in a few queries."""

from __future__ import annotations

from facilitydesk.services.school_file.gather import read, schools
from facilitydesk.services.school_file.shapes import SchoolFile

__all__ = ["SchoolFile", "read", "schools"]
