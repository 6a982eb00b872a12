"""A made-up authority of the size of Islington, to look around in, to test with and to measure speed on.

`build_demo` fills a store; `PLANTED` says what is true of it.
"""

from mwm.demo.build import build_demo
from mwm.demo.planted import DEFAULT_SEED, PLANTED, Planted

__all__ = ["DEFAULT_SEED", "PLANTED", "Planted", "build_demo"]
