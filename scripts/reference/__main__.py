"""Write the pages."""

from scripts.reference import main

main()
