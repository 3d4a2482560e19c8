"""Attributes that are computed when they are first asked for. [pure]"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 (reads as a decorator)
    """`functools.cached_property` without the lock that Python 3.11 takes around it.

    Two threads that ask at once may both compute, so the function must have no effects.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object, owner: type) -> Self | T:
        if instance is None:
            return self
        # Found in the instance from now on, before this descriptor.
        value = instance.__dict__[self._name] = self._compute(instance)
        return value
