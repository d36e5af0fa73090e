"""PAPER: an act's document, from a template and what the record says, as a printable page and as editable docx.

Nothing here numbers, decides or writes: a document is a rendering of an act, made when it is read.
"""
