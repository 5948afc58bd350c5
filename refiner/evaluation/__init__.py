"""How far counts agree with people: gold files, scores, tables."""
