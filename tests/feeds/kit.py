"""What the tests of the network share: answers in the providers' documented shapes, and a server of raw bytes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime

from tui.feeds.client import Client, Limits
from tui.feeds.quoting import Asked

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
TODAY = date(2026, 11, 22)

FRANKFURTER = (
    '[{"date":"2026-11-20","base":"USD","quote":"CNY","rate":7.0812,"providers":["CFETS"]},'
    '{"date":"2026-11-20","base":"USD","quote":"RUB","rate":81.25,"providers":["CBR","ECB"]}]'
)
ECB = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
<Cube><Cube time='2026-11-20'><Cube currency='USD' rate='1.1600'/><Cube currency='CNY' rate='8.2360'/></Cube>
<Cube time='2026-11-19'><Cube currency='USD' rate='1.1500'/><Cube currency='CNY' rate='8.0500'/></Cube></Cube>
</gesmes:Envelope>"""
CBR = (
    '<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="21.11.2026" name="Foreign Currency Market">'
    '<Valute ID="R01235"><NumCode>840</NumCode><CharCode>USD</CharCode><Nominal>1</Nominal><Name>Доллар США</Name>'
    "<Value>81,2500</Value><VunitRate>81,25</VunitRate></Valute>"
    '<Valute ID="R01335"><NumCode>398</NumCode><CharCode>KZT</CharCode><Nominal>100</Nominal><Name>Тенге</Name>'
    "<Value>15,6250</Value><VunitRate>0,15625</VunitRate></Valute>"
    '<Valute ID="R01375"><NumCode>156</NumCode><CharCode>CNY</CharCode><Nominal>1</Nominal><Name>Юань</Name>'
    "<Value>11,5000</Value><VunitRate>11,5</VunitRate></Valute></ValCurs>"
).encode("cp1251")
ER_API = (
    '{"result":"success","documentation":"https://www.exchangerate-api.com/docs/free",'
    '"time_last_update_unix":1795305751,"time_next_update_unix":1795392151,"time_eol_unix":0,'
    '"base_code":"USD","rates":{"USD":1,"CNY":7.08,"AED":3.6725,"KZT":520.5}}'
)
VIN = (
    '{"Count":1,"Message":"Results returned successfully","SearchCriteria":"VIN(s): LGXCE6CB0P0000001","Results":'
    '[{"VIN":"LGXCE6CB0P0000001","Make":"BYD","Model":"","ModelYear":"2023","Manufacturer":"BYD AUTO","ErrorCode":"7",'
    '"ErrorText":"7 - Manufacturer is not registered with NHTSA"}]}'
)


def asked(*pairs: str, on: date | None = None) -> Asked:
    """A question of the day."""
    parted = tuple((pair[:3], pair[4:]) for pair in pairs)
    return Asked(parted, on, TODAY, NOW)


def client(
    *, seconds: float = 5, attempts: int = 1, most: int = 100_000, cancelled: Callable[[], bool] = lambda: False
) -> Client:
    """A client that does not wait."""
    return Client(limits=Limits(seconds, attempts, most, 0.001), cancelled=cancelled)


@contextlib.contextmanager
def raw_server(pieces: Sequence[bytes], *, between: threading.Event | None = None) -> Iterator[str]:
    """A server that sends bytes as they are, to one caller, and then closes or waits for ``between`` to be set."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = between or threading.Event()
    if between is None:
        stop.set()

    def serve() -> None:
        with contextlib.suppress(OSError):
            caller, _address = listener.accept()
            with caller:
                caller.recv(65_536)
                for piece in pieces:
                    caller.sendall(piece)
                stop.wait(5)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        stop.set()
        listener.close()
        thread.join(5)


class Proxy:
    """A small forward proxy on this machine: it lets CONNECT through to ``leads``, whatever name was asked for.

    ``asked`` holds the first line of every request. ``answer`` is sent instead where it is set.
    """

    def __init__(self, leads: tuple[str, int], answer: bytes = b"") -> None:
        self.asked: list[str] = []
        self._leads = leads
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _address = self._listener.accept()
                threading.Thread(target=self._lead, args=(caller,), daemon=True).start()

    def _lead(self, caller: socket.socket) -> None:
        with caller, contextlib.suppress(OSError):
            said = b""
            while b"\r\n\r\n" not in said:
                said += caller.recv(65_536)
            self.asked.append(said.partition(b"\r\n")[0].decode("ascii"))
            if self._answer:
                caller.sendall(self._answer)
                return
            with socket.create_connection(self._leads) as server:
                caller.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=_pour, args=(server, caller), daemon=True)
                back.start()
                _pour(caller, server)
                back.join(5)

    def close(self) -> None:
        """Take no more callers."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # ends an accept that waits
        self._listener.close()
        self._thread.join(5)


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65_536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


class Holding:
    """A server that takes a question, sends ``start`` of an answer, then waits; ``left`` is set when we hang up."""

    def __init__(self, start: bytes = b"") -> None:
        self.reached, self.left = threading.Event(), threading.Event()
        self.callers = 0
        self._start = start
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _address = self._listener.accept()
                self.callers += 1
                with caller:
                    caller.recv(65_536)
                    caller.sendall(self._start)
                    self.reached.set()
                    caller.settimeout(20)
                    if caller.recv(1) == b"":
                        self.left.set()

    def close(self) -> None:
        """Take no more callers."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
