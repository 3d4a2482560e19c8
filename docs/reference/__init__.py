"""Reference pages, each beside the module whose ``markdown`` makes it when the page is read."""
