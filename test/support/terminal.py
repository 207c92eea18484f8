"""Runs a program in a terminal of its own: what is typed comes as JSON on stdin, what it wrote goes as JSON to stdout.

{"argv": [...], "env": {...}, "cwd": ..., "columns": 80, "rows": 24, "steps": [{"until": TEXT, "send": TEXT, "resize": [c, r], "signal": 15}]}
Each step waits until its text has come since the step before (as bytes without escapes), then until nothing more comes for a while.
"""
import base64
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

order = json.load(sys.stdin)
PATIENCE_S = 15
QUIET_S = 0.25


def size(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


pid, fd = pty.fork()
if pid == 0:
    # Only when the parent has set the size.
    os.read(0, 1)
    os.chdir(order.get("cwd") or ".")
    os.execvpe(order["argv"][0], order["argv"], {**os.environ, **order.get("env", {})})
size(fd, order["columns"], order["rows"])
os.write(fd, b"\n")

ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()].|.)|\x07")
shown = b""
since = 0
steps = []
ended = False


def read(timeout):
    """Reads once; tells whether something came."""
    global shown, ended
    if not select.select([fd], [], [], timeout)[0]:
        return False
    try:
        data = os.read(fd, 65536)
    except OSError:
        data = b""
    if not data:
        ended = True
        return False
    shown += data
    return True


failure = None
for step in order["steps"]:
    until = step.get("until", "").encode()
    end = time.monotonic() + PATIENCE_S
    while until and until not in ESCAPES.sub(b"", shown[since:]):
        if ended or time.monotonic() > end:
            failure = "never came: " + step["until"]
            break
        read(0.1)
    if failure:
        break
    while not ended and read(QUIET_S):
        pass
    since = len(shown)
    steps.append(base64.b64encode(shown).decode())
    if "resize" in step:
        size(fd, *step["resize"])
    if "send" in step:
        os.write(fd, step["send"].encode())
    if "signal" in step:
        os.kill(pid, step["signal"])

end = time.monotonic() + (PATIENCE_S if failure is None else 0)
while not ended and time.monotonic() < end:
    read(0.1)
if not ended:
    os.kill(pid, signal.SIGKILL)
    failure = failure or "did not end"
_, status = os.waitpid(pid, 0)
code = os.waitstatus_to_exitcode(status)
print(json.dumps({"steps": steps, "all": base64.b64encode(shown).decode(), "code": code, "failure": failure}))
