import sys

from refiner.cli.parser import main

sys.exit(main())
