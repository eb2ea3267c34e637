"""The parts of the page 概览."""
