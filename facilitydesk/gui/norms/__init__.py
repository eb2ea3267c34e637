"""The views of the page 达标与缺口."""
