"""The subjects: what one staged row is, its columns, and which of two rows for one thing stands.

One module per subject, found by looking in this folder.
"""

import importlib
import pkgutil
from functools import cache

from data_pipeline.staging.subject import Subject


@cache
def all_subjects() -> dict[str, Subject]:
    """Every subject, by name."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
        if module.name not in {"subject", "measures", "restated"}
    ]
    subjects: list[Subject] = [module.SUBJECT for module in modules]
    return {subject.name: subject for subject in subjects}
