"""A dossier as a document: HTML to read and to print, PDF with fonts of its own; both say the same."""
