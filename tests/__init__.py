"""The test suite. A package, so that `from tests.factories import …` means ours whatever is installed beside it."""
