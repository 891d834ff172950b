"""Renditions that somebody asks for: cut, turned, resized, filtered, marked, in any format, once each."""
