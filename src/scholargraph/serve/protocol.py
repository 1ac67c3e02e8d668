"""
The SPARQL 1.1 Protocol, query side: from an HTTP request to a query.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

import asyncio
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from scholargraph.serve.dataset import graphs
from scholargraph.serve.faults import Fault
from scholargraph.serve.frames import Json
from scholargraph.serve.negotiation import GRAPHS, ROWS, choose

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_FIELDS: Final = 1000
# What a form adds to a query: each of its bytes may take three.
_ENCODED: Final = 3
# A connection that is closed before all is read is reset, and the answer may be lost.
_HEARD_OUT: Final = 2**20
_UPDATES_REFUSED: Final = "updates are refused: this graph is only read here"

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the dataset that the request names for it."""

    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]

    def to_job(self, accept: str) -> Json:
        """Return the job that answers it in the best format."""
        return {
            "job": "sparql",
            "query": self.text,
            "default": list(self.default),
            "named": list(self.named),
            "formats": {"rows": choose(accept, ROWS), "graph": choose(accept, GRAPHS)},
        }


def accepted(request: Request) -> str:
    """Return what the client accepts, as one list."""
    return ", ".join(request.headers.getlist("accept"))


def to_pairs(encoded: bytes) -> Pairs:
    """
    Return the fields of a form or of the part of an address after the ``?``.

    Raises
    ------
    Fault
        Where they are not UTF-8, or too many.

    """
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except UnicodeDecodeError as error:
        raise Fault(400, "the parameters are not UTF-8, percent-encoded") from error
    except ValueError as error:
        raise Fault(400, "there are too many parameters") from error


async def read_query(request: Request, *, longest: int, patience: float) -> Query:
    """
    Return the query that a request makes.

    Raises
    ------
    Fault
        Where it makes none, or not as the protocol says.

    """
    pairs = to_pairs(request.scope["query_string"])
    if request.method == "POST":
        type_ = _checked_type(request)
        limit = longest if type_ == _DIRECT else _ENCODED * longest + 10_000
        body = await read_body(request, limit=limit, patience=patience)
        pairs += to_pairs(body) if type_ == _FORM else [("query", _text(body))]
    return _to_query(pairs, longest)


def _to_query(pairs: Pairs, longest: int) -> Query:
    if any(name == "update" for name, _ in pairs):
        raise Fault(400, _UPDATES_REFUSED)
    texts = [value for name, value in pairs if name == "query"]
    if len(texts) != 1:
        problem = "no query" if not texts else f"{len(texts)} queries"
        raise Fault(400, f"the request has {problem}; it must have one")
    if len(texts[0].encode()) > longest:
        raise Fault(413, f"the query is longer than {longest:,} bytes")
    default = graphs([v for name, v in pairs if name == "default-graph-uri"])
    named = graphs([v for name, v in pairs if name == "named-graph-uri"])
    return Query(texts[0], tuple(default), tuple(named))


def _checked_type(request: Request) -> str:
    type_, _, parameters = request.headers.get("content-type", "").partition(";")
    type_ = type_.strip().lower()
    if type_ == _UPDATE:
        raise Fault(400, _UPDATES_REFUSED)
    if type_ not in {_FORM, _DIRECT}:
        what = f"a body of type {type_!r}" if type_ else "a body without a type"
        raise Fault(
            415, f"{what} is not understood; {_FORM} and {_DIRECT} are", _accept_post()
        )
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in {"utf-8", "utf8"}:
            raise Fault(415, "the body must be UTF-8", _accept_post())
    return type_


def _accept_post() -> dict[str, str]:
    return {"Accept-Post": f"{_FORM}, {_DIRECT}"}


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Fault(400, "the query is not UTF-8") from error


async def read_body(request: Request, *, limit: int, patience: float) -> bytes:
    """
    Return the body of a request that is not too long and not too slow.

    Raises
    ------
    Fault
        Where it is.

    """
    too_long = Fault(413, f"the request is longer than {limit:,} bytes", _CLOSE)
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > limit + _HEARD_OUT:
        raise too_long
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(patience):
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit + _HEARD_OUT:
                    break
                body += chunk[: max(0, limit - len(body))]
    except TimeoutError as error:
        raise Fault(408, "the request came too slowly", _CLOSE) from error
    except ClientDisconnect as error:
        raise Fault(400, "the request was broken off") from error
    if size > limit:
        raise too_long
    return bytes(body)


_CLOSE: Final = {"Connection": "close"}
