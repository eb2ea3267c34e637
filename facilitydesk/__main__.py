"""`python -m facilitydesk`, and the entry of the frozen programs."""

from __future__ import annotations

import sys

from facilitydesk.app import main

if __name__ == "__main__":
    sys.exit(main())
