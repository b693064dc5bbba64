"""Who is called, what they answer, who comes."""
