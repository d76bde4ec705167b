"""How the kit asks dependencies whether they answer."""

import struct

import pytest

from harness import Fake

POSTGRESQL_READY = b"R" + struct.pack("!ii", 23, 10) + b"SCRAM-SHA-256\0\0"
POSTGRESQL_STARTING = b"E\0\0\0\x40SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"


def mongodb(answer):
    body = struct.pack("<ib", 0, 0) + answer
    return struct.pack("<4i", len(body) + 16, 9, 1, 2013) + body


@pytest.mark.parametrize(
    ("scheme", "answer", "ready"),
    [
        ("postgresql+asyncpg", POSTGRESQL_READY, True),
        ("postgres", POSTGRESQL_STARTING, False),
        ("postgresql", b"HTTP/1.1 400 Bad Request", False),
        ("redis", b"+PONG\r\n", True),
        ("redis", b"-NOAUTH Authentication required.\r\n", True),
        ("redis", b"-LOADING Redis is loading the dataset in memory\r\n", False),
        ("mongodb", mongodb(b"\x08isWritablePrimary\0\x01"), True),
        ("mongodb", mongodb(b"\x08isWritablePrimary\0\x00"), False),
        ("amqp", b"AMQP\0\0\x09\x01", True),
        ("amqp", b"", False),
        ("memcached", b"VERSION 1.6.45\r\n", True),
        ("memcached", b"ERROR\r\n", False),
        ("nats", b"", True),
        ("redis", None, False),
    ],
)
def test_each_protocol_is_asked_in_its_own_words(probes, scheme, answer, ready):
    fake = Fake(answer)
    target = probes.Target(f"{scheme}://user:secret@127.0.0.1:{fake.port}/base")
    try:
        target.check()
        assert ready
    except probes.Down as error:
        assert not ready
        assert "secret" not in str(error)
    assert not any(b"secret" in heard for heard in fake.heard)


def test_addresses_are_read_from_urls(probes):
    def hosts(url):
        return probes.Target(url).hosts

    assert hosts("postgresql://u:p%40@db/x") == [("db", 5432)]
    assert hosts("mongodb://u:p@a:1,b:2/x?replicaSet=r") == [("a", 1), ("b", 2)]
    assert hosts("redis://[::1]:6380/0") == [("::1", 6380)]
    assert hosts("amqp://[::1]/") == [("::1", 5672)]
    assert hosts("sqlite:///./file.db") == hosts("") == hosts("mongodb+srv://u:p@h/x") == []
