"""Answers every request; with --check it asks itself once and ends."""
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

from tabulate import tabulate


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"billing: {tabulate([[42]], tablefmt='plain')}\n".encode())

    def log_message(self, *_):
        pass


check = "--check" in sys.argv
server = HTTPServer(("", 0 if check else 8080), Answer)
if check:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/") as answer:
        print(answer.read().decode(), end="")
else:
    server.serve_forever()
