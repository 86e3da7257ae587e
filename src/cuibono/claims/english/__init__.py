"""Claim extraction for English: names found and masked, sentences parsed, frames matched, references resolved."""
