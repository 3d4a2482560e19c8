"""One server interceptor for all four call kinds: counts calls, translates errors, logs defects.

It is the only place that ends a call with an error. Calls of services that it has no metrics for (health,
reflection) pass through untouched.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from typing import Any

import grpc

from services.common.errors import BackendUnavailable
from services.common.metrics import ServiceMetrics
from services.common.status import answerable, grpc_status

_CODE_NAMES: dict[object, str] = {code.value[0]: code.name for code in grpc.StatusCode}
_CODE_NAMES |= {code: code.name for code in grpc.StatusCode}
_CODE_NAMES[None] = grpc.StatusCode.OK.name

Handler = Callable[[Any, Any], Any]

_CANCELLATION_LAG = 0.002  # seconds


class _Call:
    """How one call ends; UNKNOWN until something decides."""

    __slots__ = ("code",)

    def __init__(self) -> None:
        self.code = "UNKNOWN"


class CallInterceptor(grpc.aio.ServerInterceptor):  # type: ignore[type-arg]
    """Wraps every handler of the services in ``metrics``, which maps full proto service names.

    ``ready`` tells whether a service (by full name) is started; before that its calls fail with UNAVAILABLE.
    """

    def __init__(
        self, metrics: Mapping[str, ServiceMetrics], ready: Callable[[str], bool] = lambda _: True
    ) -> None:
        self._metrics = dict(metrics)
        self._ready = ready
        self._wrapped: dict[str, tuple[Any, Any]] = {}

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        path = handler_call_details.method
        handler: Any = await continuation(handler_call_details)
        service, _, method = path.lstrip("/").partition("/")
        metrics = self._metrics.get(service)
        if handler is None or metrics is None:
            return handler
        known = self._wrapped.get(path)
        if known is None or known[0] is not handler:
            known = (handler, self._wrap(handler, service, method, metrics))
            self._wrapped[path] = known
        return known[1]

    def _wrap(self, handler: Any, service: str, method: str, metrics: ServiceMetrics) -> Any:
        inner: Handler = (
            handler.unary_unary or handler.unary_stream or handler.stream_unary or handler.stream_stream
        )
        if handler.response_streaming and not inspect.iscoroutinefunction(inner):
            outer: Handler = self._generator(inner, service, method, metrics, handler.request_streaming)
        else:
            outer = self._coroutine(inner, service, method, metrics, handler.request_streaming)
        if handler.request_streaming:
            make = (
                grpc.stream_stream_rpc_method_handler
                if handler.response_streaming
                else grpc.stream_unary_rpc_method_handler
            )
        else:
            make = (
                grpc.unary_stream_rpc_method_handler
                if handler.response_streaming
                else grpc.unary_unary_rpc_method_handler
            )
        return make(outer, handler.request_deserializer, handler.response_serializer)

    def _coroutine(
        self, inner: Handler, service: str, method: str, metrics: ServiceMetrics, request_streaming: bool
    ) -> Handler:
        async def call(request: Any, context: Any) -> Any:
            with _counted(metrics, method) as outcome:
                try:
                    self._check_ready(service)
                    response = await inner(request, context)
                    await _settle(request_streaming)
                except BaseException as error:
                    await _fail(error, context, outcome, metrics.service, method)
                    raise
                outcome.code = _code(context)
                return response

        return call

    def _generator(
        self, inner: Handler, service: str, method: str, metrics: ServiceMetrics, request_streaming: bool
    ) -> Handler:
        async def call(request: Any, context: Any) -> AsyncIterator[Any]:
            with _counted(metrics, method) as outcome:
                try:
                    self._check_ready(service)
                    async with aclosing(inner(request, context)) as responses:
                        async for response in responses:
                            yield response
                    await _settle(request_streaming)
                except BaseException as error:
                    await _fail(error, context, outcome, metrics.service, method)
                    raise
                outcome.code = _code(context)

        return call

    def _check_ready(self, service: str) -> None:
        if not self._ready(service):
            raise BackendUnavailable(self._metrics[service].service)


async def _settle(request_streaming: bool) -> None:
    # To a handler, a request stream that the caller cancelled simply ends. The cancellation itself comes a
    # moment later, from another thread: let it come before the call is counted as OK.
    if request_streaming:
        await asyncio.sleep(_CANCELLATION_LAG)


@contextmanager
def _counted(metrics: ServiceMetrics, method: str) -> Iterator[_Call]:
    call = _Call()
    begin = time.perf_counter()
    metrics.call_started(method)
    try:
        yield call
    finally:
        metrics.call_handled(method, call.code, time.perf_counter() - begin)


async def _fail(error: BaseException, context: Any, call: _Call, service: str, method: str) -> None:
    """Notes how the call ends and, for our own errors and defects, aborts it with a full status."""
    if isinstance(error, asyncio.CancelledError | GeneratorExit):
        # The caller hung up or its deadline passed; a generator that waits at a yield is closed instead.
        call.code = grpc.StatusCode.CANCELLED.name
        return
    if isinstance(error, grpc.aio.AbortError):
        call.code = _code(context)
        return
    if not isinstance(error, Exception):
        return
    answer = answerable(error, service, method)
    call.code = answer.code
    try:
        await context.abort_with_status(grpc_status(answer))
    except grpc.aio.AbortError as aborted:
        raise aborted from None


def _code(context: Any) -> str:
    return _CODE_NAMES.get(context.code(), grpc.StatusCode.UNKNOWN.name)
