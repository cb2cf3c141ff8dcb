"""A portal of somebody else, for tests that look at its pages without the internet."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pakn_plugin.services.page_fetch import Net

HOST, PUBLIC = "sxd.example.vn", "93.184.216.34"
Answer = Callable[[socket.socket], None]


def page(body: str, *more: str) -> bytes:
    head = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *more, "", ""]
    return "\r\n".join(head).encode() + body.encode()


def redirect(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


class Portal:
    """A portal with a certificate of its own making; it answers in turn what it was told."""

    def __init__(self, folder: Path) -> None:
        self.key, self.cert = folder / "key.pem", folder / "cert.pem"
        made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        made += ["-keyout", str(self.key), "-out", str(self.cert), "-days", "2", "-subj", f"/CN={HOST}"]
        subprocess.run([*made, "-addext", f"subjectAltName=DNS:{HOST}"], check=True, capture_output=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.answers: list[bytes | Answer] = []
        self.asked: list[str] = []
        self.connected: list[str] = []
        self.looked_up: list[str] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        with suppress(OSError):
            while True:
                plain = self.listening.accept()[0]
                with suppress(OSError), context.wrap_socket(plain, server_side=True) as tls:
                    self.asked.append(tls.recv(65536).decode())
                    answer = self.answers.pop(0)
                    if callable(answer):
                        answer(tls)
                    else:
                        tls.sendall(answer)

    def net(self, *addresses: str, seconds: float = 5.0) -> Net:
        def look_up(host: str) -> list[str]:
            self.looked_up.append(host)
            return list(addresses) or [PUBLIC]

        def connect(address: str, limit: float) -> socket.socket:
            self.connected.append(address)
            return socket.create_connection(self.listening.getsockname(), limit)

        return Net(look_up, connect, lambda: ssl.create_default_context(cafile=str(self.cert)), seconds)
