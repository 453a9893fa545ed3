"""What every page stands on: the frame, the one door to the store, the pickers, the words."""
