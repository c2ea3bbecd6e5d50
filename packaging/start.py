"""Where the built program begins."""

import sys

from gridstudio.cli import main

sys.exit(main())
