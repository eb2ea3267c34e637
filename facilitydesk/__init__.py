"""facilitydesk: school construction, equipment and funding in a county education bureau."""

__version__ = "0.1.0"
