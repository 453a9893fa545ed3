"""Models: recipes that turn weekly tables into estimates with honest intervals, or say what is missing."""
