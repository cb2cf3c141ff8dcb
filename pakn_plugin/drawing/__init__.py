"""Banners and posters drawn from a layout: pure, from data to bytes.

`reading` checks what an administrator composed; `composing` makes shapes and set words of it; `raster`, `vector` and
`printing` turn these into PNG, WebP, AVIF, SVG and PDF; `checking` says what cannot be published and why.
"""
