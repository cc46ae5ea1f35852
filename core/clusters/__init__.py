"""Groups that the data forms by itself: features, fits, names, and what says how many there are."""
