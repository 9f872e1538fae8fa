"""What our processes say to each other: data only, no behaviour."""
