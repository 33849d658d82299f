"""Drives headless Chromium through chromedriver: the W3C WebDriver protocol over plain HTTP, standard library only."""
import base64
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-default-apps",
         "--disable-extensions", "--mute-audio", "--host-resolver-rules=MAP * ~NOTFOUND"]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def available():
    return shutil.which("chromedriver") is not None and shutil.which("chromium") is not None


class Browser:
    """One browser with a profile of its own; a context manager."""

    def __init__(self, language="zh-CN", dark=False):
        self.folder = tempfile.mkdtemp(prefix="leitong-browser-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {**os.environ, "LANGUAGE": language.replace("-", "_")}
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, env=environment)
        flags = [*FLAGS, f"--user-data-dir={self.folder}/profile", f"--lang={language}"]
        if dark:
            flags.append("--force-dark-mode")
        self.downloads = pathlib.Path(self.folder) / "downloads"
        self.downloads.mkdir()
        options = {"args": flags, "binary": shutil.which("chromium"),
                   "prefs": {"download.default_directory": str(self.downloads), "intl.accept_languages": language}}
        self.session = None
        try:
            self.wait(self.ready, "chromedriver")
            made = self.send("POST", "/session", {"capabilities": {"alwaysMatch": {
                "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}})
            self.session = made["sessionId"]
            self.call("POST", "/timeouts", {"script": 200000, "pageLoad": 200000})
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            if self.session:
                self.call("DELETE", "")
        except (OSError, RuntimeError):
            pass
        self.driver.terminate()
        try:
            self.driver.wait(10)
        except subprocess.TimeoutExpired:
            self.driver.kill()
            self.driver.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=300) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as failure:
            raise RuntimeError(json.load(failure)["value"]["message"].split("\n")[0]) from None

    def call(self, method, path, body=None):
        return self.send(method, f"/session/{self.session}{path}", body)

    def ready(self):
        try:
            return self.send("GET", "/status")["ready"]
        except (OSError, RuntimeError):
            return False

    @staticmethod
    def wait(condition, what, seconds=200):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = condition()
            if value:
                return value
            time.sleep(0.05)
        raise RuntimeError(f"waited {seconds} s in vain for {what}")

    def open(self, address):
        self.call("POST", "/url", {"url": address})

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/click", {})

    def type(self, selector, text):
        element = self.find(selector)
        self.call("POST", f"/element/{element}/clear", {})
        self.call("POST", f"/element/{element}/value", {"text": text})

    def give_file(self, selector, path):
        self.call("POST", f"/element/{self.find(selector)}/value", {"text": str(path)})

    def press(self, key):
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": [
            {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

    def text(self, selector):
        return self.run("const node = document.querySelector(arguments[0]); return node && node.innerText", selector)

    def count(self, selector):
        return self.run("return document.querySelectorAll(arguments[0]).length", selector)

    def log(self):
        """Messages of the console since the last call."""
        return self.call("POST", "/se/log", {"type": "browser"})

    def size(self, width, height):
        self.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}})

    def prefer(self, scheme):
        self.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]}})

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("GET", "/screenshot")))

    def pdf(self):
        """Through DevTools: WebDriver's own command gives up after ten seconds, which a busy machine may need."""
        made = self.call("POST", "/goog/cdp/execute", {"cmd": "Page.printToPDF", "params": {
            "printBackground": True, "paperWidth": 8.27, "paperHeight": 11.69, "marginTop": 0, "marginBottom": 0, "marginLeft": 0,
            "marginRight": 0}})
        return base64.b64decode(made["data"])
