"""Many companies: a list is run into rows, the rows into the calls worth making."""
