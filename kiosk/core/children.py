"""How a Python of ours is started: it loads the modules that are installed, and none that somebody left elsewhere."""

from __future__ import annotations

OWN_MODULES = ("-s", "-P")
"""No packages of the user's home, no usercustomize, and nothing from the folder that it is started in."""
