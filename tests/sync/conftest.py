"""The kits' assertions are explained like those of test modules."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.sync.kit", "tests.sync.kit_base", "tests.sync.kit_checks")
