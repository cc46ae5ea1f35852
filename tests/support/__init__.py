"""What several tests need to make their files."""

import pytest

# Its comparisons are then shown in full where they fail, as those of a test are.
pytest.register_assert_rewrite("tests.support.shape_checks")
pytest.register_assert_rewrite("tests.support.command")
