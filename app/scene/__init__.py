"""Room 3: a Graph and a View become a Scene. Pure geometry: no torch, no SVG, no HTTP."""
