"""ICD-10-CM codes for what a note says."""
