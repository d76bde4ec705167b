"""What an application prints by itself comes out as JSON, too."""

import json
import re

import pytest


@pytest.fixture(scope="module")
def talker(python, tmp_path_factory):
    from harness import Server

    secrets = {"API_TOKEN": "tok-abcdef123456"}
    server = Server(python, tmp_path_factory.mktemp("talker"), "talker:app", secrets)
    yield server
    server.stop()


def said(server, path):
    """All entries that one request caused, without the access line."""
    identity = server.get(path).headers["x-request-id"]
    server.entry(request_id=identity, logger="shipready.access")
    entries = server.entries(request_id=identity)
    return [entry for entry in entries if entry["logger"] != "shipready.access"]


def messages(server, path):
    return [(entry["level"], entry["message"]) for entry in said(server, path)]


def test_lines_printed_at_import_are_entries(talker):
    lines = {entry["message"] for entry in talker.entries(logger="stdout", app="shop")}
    assert {"imported", "in two lines"} <= lines


def test_prints_and_warnings_become_masked_entries(talker):
    out, err, warning, source = said(talker, "/print")
    assert (out["logger"], out["level"]) == ("stdout", "info")
    assert out["message"] == "two words and more"
    assert (err["logger"], err["level"]) == ("stderr", "warning")
    assert err["message"] == "password=*** ***"
    assert "UserWarning: an old way" in warning["message"]
    assert "warnings.warn" in source["message"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", out["time"])


def test_web_tokens_are_masked_wherever_they_stand(talker):
    first, second, other = [entry["message"] for entry in said(talker, "/token")]
    assert first == "seen ***; unsigned (***) and encrypted ***!"
    assert second == "[generated in 0.00010s] ('***', datetime.datetime(2026, 1, 31, 9, 0))"
    assert other == "neither eyJhbGci nor surveyJhbGciOiJIUzI1NiJ9.a.b"
    assert talker.entry(event="logout", parameters=["***", 7])


def test_a_traceback_is_one_entry(talker):
    in_pieces, at_once = messages(talker, "/traceback")
    for level, message in (in_pieces, at_once):
        assert level == "error"
        assert message.endswith("ValueError: first line\n  second line")
    assert in_pieces[1].startswith("Traceback")
    assert at_once[1].startswith("caught:\nTraceback")


def test_threads_do_not_mix_their_lines(talker):
    talker.get("/thread")
    last = "RuntimeError: in a thread"
    talker.until(lambda: [e for e in talker.entries(level="error") if e["message"].endswith(last)])
    # Objects that the application prints itself have no message.
    said = [e.get("message", "") for e in talker.entries()]
    counted = [message for message in said if message.startswith("counter")]
    assert sorted(counted) == sorted(f"counter{n} {m}" for n in range(4) for m in range(200))


def test_json_objects_pass_and_only_secrets_are_hidden(talker):
    assert messages(talker, "/json") == [("info", '{"event": NaN}'), ("info", "[1, 2]")]
    assert '{"event":  "kept as it is", "n": 1}' in talker.output.read_text().splitlines()
    assert {"event": "hidden", "deep": [{"password": "***"}], "n": None} in talker.lines()


def test_bytes_take_the_same_way(talker):
    entries = messages(talker, "/bytes")
    assert entries == [
        ("info", "bytes é"),
        ("info", "own wrapper"),
        ("warning", "the original"),
    ]
    assert talker.get("/bytes").json() == [False, 1, 2, "utf-8"]


def test_a_fork_does_not_repeat_what_its_parent_began(talker):
    assert [message for _, message in messages(talker, "/fork")] == ["child", "parent again"]


def test_only_json_comes_out_until_the_end(python, start):
    server = start(python, app="talker:app", WEB_CONCURRENCY="1")
    for path in ("/print", "/traceback", "/thread", "/json", "/bytes", "/fork", "/unfinished"):
        server.get(path)
    assert server.stop() == 0
    (last,) = server.entries(logger="stdout", message="never ended")
    assert "request_id" not in last
    assert [line for line in server.lines() if not isinstance(line, dict)] == []


def test_other_programs_are_out_of_reach(newest, start):
    server = start(newest, app="talker:app")
    server.get("/child")
    server.until(lambda: "of another program" in server.lines())


def test_loguru_becomes_json_with_its_levels(newest, start):
    server = start(newest, app="louder:app")
    assert [e["level"] for e in server.entries(logger="stderr")] == ["info", "info"]
    warning, error = said(server, "/")
    assert warning["level"] == "warning"
    assert warning["message"].endswith("louder:home:15 - someone is here")
    assert error["level"] == "error"
    assert "cannot divide\nTraceback" in error["message"]
    assert error["message"].endswith("ZeroDivisionError: division by zero")
    assert "\x1b" not in warning["message"] + error["message"]
    assert [line for line in server.lines() if not isinstance(line, dict)] == []


def test_errors_before_the_start_are_json(newest, start):
    server = start(newest, wait=False, PORT="much")
    assert server.process.wait(10) == 78
    (entry,) = server.lines()
    assert (entry["logger"], entry["level"]) == ("stderr", "error")
    assert entry["message"] == "shipready: error: PORT must be a number, but is 'much'"
    plain = start(newest, wait=False, PORT="much", KIT_OFF="logs")
    assert plain.process.wait(10) == 78
    assert plain.lines() == ["shipready: error: PORT must be a number, but is 'much'"]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("2026-01-31 09:00:00.123 | SUCCESS  | shop.orders:pay:12 - paid", "info"),
        ("2026-01-31 09:00:00,123 - shop.orders - ERROR - failed", "error"),
        ("2026-01-31 09:00:00,123 root CRITICAL failed", "critical"),
        ("[2026-01-31 09:00:00 +0000] [12] [DEBUG] hello", "debug"),
        ("2026-01-31T09:00:00Z [info     ] started  port=1", "info"),
        ("INFO:     started", "info"),
        ("WARNING:root:low", "warning"),
        ("WARNI [alembic.runtime.migration] odd", "warning"),
        ("time=2026-01-31T09:00:00Z level=warn msg=low", "warning"),
        ("Error: no such module", "error"),
        ("shop: error: no such module", "error"),
        ("The ERROR count is 0", None),
        ("no warning here", None),
        ("information", None),
        ("", None),
    ],
)
def test_a_level_is_taken_from_lines_that_plainly_name_it(kit_module, line, level):
    assert kit_module("capture").level_of(line) == level


def test_streams_behave_as_libraries_expect(kit_module, capfd, monkeypatch):
    monkeypatch.setenv("KIT_NAME", "shop")
    capture = kit_module("capture")
    with open("/dev/null", "w") as null:
        stream = capture.Stream("stderr", "warning", null)
        with pytest.raises(TypeError):
            stream.write(b"")
        with pytest.raises(TypeError):
            stream.buffer.write("")
        assert stream.fileno() == stream.buffer.fileno() == null.fileno()
    for percent in range(0, 100, 10):
        stream.write(f"\r{percent} %")
    stream.write("\r100 %\n\n")
    stream.write("x" * 200_000)
    stream.write("crlf\r")
    stream.write("\n")
    stream.write("Traceback (most recent call last):\n  File")
    stream.writelines(['"a"\n', "KeyError: 1"])
    stream.close()
    stream.finish()
    entries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    expected = ["100 %", "x" * 200_000, "crlf"]
    expected.append('Traceback (most recent call last):\n  File"a"\nKeyError: 1')
    assert [entry["message"] for entry in entries] == expected


def test_every_form_of_traceback_ends(kit_module, capfd):
    stream = kit_module("capture").Stream("stderr", "warning", None)
    group = [
        "  + Exception Group Traceback (most recent call last):",
        '  |   File "a", line 1',
        "  | ExceptionGroup: two (1 sub-exception)",
        "  +-+---------------- 1 ----------------",
        "    | ValueError: 1",
        "    +------------------------------------",
    ]
    for line in group:
        stream.write(line + "\n")
    invalid = (
        'Traceback (most recent call last):\n  File "a"\nValidationError: 1 error\n  Input is x'
    )
    stream.write(invalid + "\n")
    box = "    ERROR failed\n    ╭── Traceback (most recent call last) ──╮\n    │ a:1"
    stream.write(box + "\n")
    stream.write("the next line\n")
    entries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    expected = ["\n".join(group), invalid, box, "the next line"]
    assert [entry["message"] for entry in entries] == expected
