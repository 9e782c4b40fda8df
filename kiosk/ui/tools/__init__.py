"""The technician's tools as they are drawn, and the listening test."""
