"""Batch processing of transcripts: inputs, workers, progress, and OpenAI's Batch API by files."""
