"""Fast tests of the recipe; run `python3 -m unittest` in models/training."""
