"""`python -m mizan.cli`."""

import sys

from mizan.cli import main

sys.exit(main())
