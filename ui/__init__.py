"""The screen: pixels, words and focus. Knows link only; holds no data at rest."""
