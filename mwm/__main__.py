"""python -m mwm …"""

import sys

from mwm.cli import main

if __name__ == "__main__":
    sys.exit(main())
