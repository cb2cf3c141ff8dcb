"""The queries of each answer in its headers: X-SQL-Count, X-SQL-ms, X-Total-ms. Outermost, so that all are counted."""

import contextlib
import time
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse


class SqlCount:
    """Counts what reaches the database while a request is answered, transactions' own statements left out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meter = Meter()
        began = time.perf_counter()
        with contextlib.ExitStack() as stack:
            for alias in connections:
                stack.enter_context(connections[alias].execute_wrapper(meter))
            response = self.get_response(request)
        response["X-SQL-Count"] = str(meter.number)
        response["X-SQL-ms"] = f"{meter.seconds * 1000:.2f}"
        response["X-Total-ms"] = f"{(time.perf_counter() - began) * 1000:.2f}"
        return response


class Meter:
    """How many statements ran, and how long the database took for them."""

    def __init__(self) -> None:
        self.number = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.number += 1
            self.seconds += time.perf_counter() - began
