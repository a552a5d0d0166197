"""The meaning of a roster, part by part: each module judges one page of docs/meaning.md."""
