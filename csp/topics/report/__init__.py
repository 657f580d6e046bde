"""The committee report: the same figures as the pages, written as Word, PDF or Excel."""
