"""As much of PostgreSQL's protocol as COPY in pieces of a chosen size needs; psql's pieces cannot be chosen."""

import base64
import hashlib
import hmac
import os
import socket
import struct
from urllib.parse import unquote, urlsplit

from ..measure import Failed


def copy(url, table, file, piece):
    """Sends a file to COPY (FORMAT binary), `piece` bytes in each message. Raises Failed."""
    with Connection(url) as connection, open(file, "rb") as rows:
        connection.send(b"Q", f"COPY {table} FROM STDIN WITH (FORMAT binary)".encode() + b"\0")
        connection.until(b"G")
        while block := rows.read(piece):
            connection.send(b"d", block)
        connection.send(b"c", b"")
        connection.until(b"Z")


class Connection:
    """A connection that has logged in by password. Use it in a `with`."""

    def __init__(self, url):
        to = urlsplit(url)
        self.password = unquote(to.password or "")
        self.socket = socket.create_connection((to.hostname, to.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.incoming = self.socket.makefile("rb")
        words = ["user", unquote(to.username or ""), "database", to.path.lstrip("/"), "synchronous_commit", "off", ""]
        start = struct.pack("!i", 3 << 16) + "\0".join(words).encode() + b"\0"
        self.socket.sendall(struct.pack("!i", len(start) + 4) + start)
        self.log_in()
        self.until(b"Z")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.incoming.close()
        self.socket.close()

    def send(self, kind, body):
        """Sends a message."""
        self.socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def receive(self):
        """The kind and the body of the next message. Raises Failed with the server's own words."""
        head = self.incoming.read(5)
        if len(head) < 5:
            raise Failed("the server closed the connection")
        kind, length = head[:1], struct.unpack("!i", head[1:])[0]
        body = self.incoming.read(length - 4)
        if kind == b"E":
            raise Failed(body.replace(b"\0", b" ").decode(errors="replace"))
        return kind, body

    def until(self, wanted):
        """Reads messages up to one of a kind; returns its body."""
        while True:
            kind, body = self.receive()
            if kind == wanted:
                return body

    def log_in(self):
        """Answers the server's question for a password by SCRAM-SHA-256, where it asks."""
        method, offered = self.asked()
        if method == 0:
            return
        if method != 10 or b"SCRAM-SHA-256\0" not in offered:
            raise Failed(f"the server asks for a password in an unknown way ({method})")
        nonce = base64.b64encode(os.urandom(18)).decode()
        first = f"n=,r={nonce}"
        opening = f"n,,{first}".encode()
        self.send(b"p", b"SCRAM-SHA-256\0" + struct.pack("!i", len(opening)) + opening)
        _, challenge = self.asked()
        self.send(b"p", proof(self.password, first, challenge.decode()))
        while self.asked()[0] != 0:
            pass

    def asked(self):
        """What the server asks for, as a number, and the rest of its question."""
        body = self.until(b"R")
        return struct.unpack("!i", body[:4])[0], body[4:]


def proof(password, first, challenge):
    """The answer to a challenge of SCRAM-SHA-256."""
    told = dict(part.split("=", 1) for part in challenge.split(","))
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(told["s"]), int(told["i"]))
    key = digest(salted, b"Client Key")
    last = f"c=biws,r={told['r']}"
    signature = digest(hashlib.sha256(key).digest(), f"{first},{challenge},{last}".encode())
    mixed = bytes(a ^ b for a, b in zip(key, signature))
    return f"{last},p={base64.b64encode(mixed).decode()}".encode()


def digest(key, text):
    """HMAC with SHA-256."""
    return hmac.new(key, text, hashlib.sha256).digest()
