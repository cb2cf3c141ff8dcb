"""The read side: lists, public views, figures. Nothing here writes."""
