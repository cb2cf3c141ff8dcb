"""PAKN: citizens' feedback (phản ánh, kiến nghị) as a module for any Wagtail site."""
