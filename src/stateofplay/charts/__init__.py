"""Charts that read anywhere: the palette, the marks for bounds, `show()`, and rendering to SVG and PNG."""
