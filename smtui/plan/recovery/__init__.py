"""What a journal holds that a plan's file has not, and how two versions of a plan come together."""

from smtui.plan.recovery.recovery import Recovery, recovery_of, set_aside_because, together

__all__ = ["Recovery", "recovery_of", "set_aside_because", "together"]
