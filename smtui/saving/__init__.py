"""The one safe way to replace a file, and what a save that fails has to say."""

from smtui.saving.failures import ChangedMeanwhile, SaveFailed
from smtui.saving.replacing import ANY, replace_file
from smtui.saving.system import System

__all__ = ["ANY", "ChangedMeanwhile", "SaveFailed", "System", "replace_file"]
