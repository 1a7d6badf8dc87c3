#!/usr/bin/env python3
"""The sheet of `audit sample` in a browser: filled by keyboard, reloaded, saved, scored.

    python3 tests/browser/audit.py target/debug/crosscurrent [--shots DIR]

Needs `pip install playwright axe-playwright-python` (for its copy of axe-core) and Debian's chromium; the browser of
another place is named by CHROMIUM. Exits with 1 at the first thing that does not hold.
"""

import argparse
import csv
import importlib.util
import io
import os
import pathlib
import shutil
import subprocess
import tempfile

from playwright.sync_api import Page, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]


def chromium() -> str:
    named = os.environ.get("CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "no chromium; apt-get install chromium, or name one by CHROMIUM"
    return found


def axe_core() -> str:
    """The script of axe-core, without the package that drives it."""
    package = importlib.util.find_spec("axe_playwright_python")
    assert package and package.origin, "pip install axe-playwright-python"
    return (pathlib.Path(package.origin).parent / "axe.min.js").read_text()


class Watched:
    """A page that notes every request and every word on the console."""

    def __init__(self, page: Page):
        self.page = page
        self.fetched: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.fetched.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def check_quiet(self, sheet: str) -> None:
        # What the page saves is a blob of its own.
        foreign = [url for url in self.fetched if url != sheet and not url.startswith("blob:")]
        assert not foreign, f"fetched {foreign}"
        assert not self.said, f"said on the console: {self.said}"


def check_axe(page: Page, where: str) -> None:
    # By the debugger's door: the policy of the page lets no other script run, and that stays so.
    page.evaluate(axe_core() + "; null")
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    told = [f"{it['id']}: {it['help']} {[node['html'][:120] for node in it['nodes']]}" for it in found["violations"]]
    assert not told, f"{where}: " + "\n".join(told)


def run(binary: str, *args: str) -> str:
    done = subprocess.run([binary, *args], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{args}: {done.stderr}"
    return done.stdout


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def fill(watched: Watched, sheet: str) -> str:
    """Answers every row by keyboard and gives the CSV that the page saves."""
    page = watched.page
    page.goto(sheet)
    assert page.locator("#count").inner_text() == "0 of 10 answered"
    page.keyboard.press("n")
    page.keyboard.type("=1+1, \"so\" we read")
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    assert page.locator("#place").inner_text().startswith("Row 2 of 10"), "an answer leads to the next row"
    page.keyboard.press("u")
    page.keyboard.press("ArrowLeft")
    pressed = page.locator("footer [aria-pressed=true]")
    assert pressed.inner_text().endswith("Unsure") and pressed.count() == 1
    page.keyboard.press("Backspace")
    assert pressed.count() == 0, "an answer is taken back"
    page.keyboard.press("u")

    page.reload()
    assert page.locator("#count").inner_text() == "2 of 10 answered: 1 wrong, 1 unsure", "a reload keeps answers"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#note").input_value() == "=1+1, \"so\" we read", "a reload keeps notes"
    for _ in range(2):
        page.keyboard.press("j")
    for _ in range(8):
        page.keyboard.press("r")
    assert "10 of 10" in page.locator("#count").inner_text()
    assert "Save the CSV" in page.locator("#notice").inner_text()
    with page.expect_download() as saved:
        page.keyboard.press("s")
    assert saved.value.suggested_filename.endswith(".csv")
    return pathlib.Path(saved.value.path()).read_bytes().decode()


def check_saved(saved: str, drawn: str) -> None:
    """What was saved is the CSV that the program writes, with answers."""
    rows, blank = read(saved), read(drawn)
    assert [row.pop("answer") for row in rows] == ["wrong", "unsure"] + ["right"] * 8
    assert [row.pop("note") for row in rows] == ["'=1+1, \"so\" we read"] + [""] * 9, "a formula is made text"
    for row in [*rows, *blank]:
        assert row.pop("missing") == ""
    for row in blank:
        del row["answer"], row["note"]
    assert rows == blank
    assert saved.startswith("\ufeffanswer,missing,note,claim,") and saved.count("\r\n") == 11


def fill_countries(page: Page, sheet: str, shots: pathlib.Path | None) -> str:
    """Answers a sheet of every country, names what is missing in one row, and gives the CSV."""
    page.goto(sheet)
    for _ in range(24):
        asks = page.locator("#claim").inner_text().startswith("No author")
        first = asks and not page.evaluate("state.missing.some(Boolean)")
        page.keyboard.press("w" if first else "r")
        if first:
            page.keyboard.press("Enter")
            assert page.locator("#missing").is_visible(), "a row that asks waits for its answer"
            page.keyboard.type("KE;FJ")
            check_axe(page, "a row that asks which")
            box, bar = page.locator("#missing").bounding_box(), page.locator("footer").bounding_box()
            assert box and bar and box["y"] + box["height"] <= bar["y"], "the bar hides what is asked"
            if shots:
                page.screenshot(path=shots / "audit-missing.png")
            page.keyboard.press("Enter")
    assert page.locator("#count").inner_text() == "24 of 24 answered: 23 right, 1 wrong"
    with page.expect_download() as saved:
        page.locator("#save").click()
    return pathlib.Path(saved.value.path()).read_bytes().decode()


def check_links(page: Page) -> None:
    link = page.locator("#open").get_attribute("href")
    assert link and "#page=" in link, link
    address = page.evaluate("new URL(document.getElementById('open').getAttribute('href'), location).pathname")
    assert pathlib.Path(address).is_file(), f"{link} leads to no paper"


def check_keys_off(page: Page) -> None:
    page.locator("#help summary").click()
    page.locator("#keys").uncheck()
    before = page.locator("#place").inner_text()
    page.keyboard.press("j")
    page.locator("#claim").focus()
    page.keyboard.press("k")
    assert page.locator("#place").inner_text() == before, "keys that are off do nothing"
    page.locator("#keys").check()


def check_look(page: Page, sheet: str, shots: pathlib.Path | None) -> None:
    for scheme in ("light", "dark"):
        for width in (1100, 390):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(sheet)
            for details in page.locator("details").all():
                details.evaluate("it => it.open = true")
            check_axe(page, f"{scheme}, {width} px")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{scheme}: {wide} px in a window of {width}"
            if shots:
                page.screenshot(path=shots / f"audit-{scheme}-{width}-all.png", full_page=True)
                page.reload()
                page.screenshot(path=shots / f"audit-{scheme}-{width}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--shots", type=pathlib.Path, help="a folder for screenshots")
    args = parser.parse_args()
    binary = str(pathlib.Path(args.binary).resolve())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        at = lambda name: str(pathlib.Path(folder) / name)
        run(binary, "scan", "corpus", "-o", at("papers.jsonl"), "--cache", at("cache.sqlite"))
        draw = ["audit", "sample", at("papers.jsonl"), "--claim", "model", "--model", "qwen", "--seed", "1", "-n", "10"]
        run(binary, *draw, "-o", at("audit.html"))
        drawn = run(binary, *draw, "-o", "-")
        sheet = pathlib.Path(at("audit.html")).as_uri()
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 844})
        page.set_default_timeout(10_000)
        watched = Watched(page)
        saved = fill(watched, sheet)
        check_saved(saved, drawn)
        check_links(page)
        check_keys_off(page)
        check_look(page, sheet, args.shots)
        watched.check_quiet(sheet)
        every = ["audit", "sample", at("papers.jsonl"), "--claim", "country", "--seed", "1", "-n", "24"]
        run(binary, *every, "-o", at("every.html"))
        countries = fill_countries(page, pathlib.Path(at("every.html")).as_uri(), args.shots)
        pathlib.Path(at("every.csv")).write_bytes(countries.encode())
        browser.close()
        pathlib.Path(at("audit.csv")).write_bytes(saved.encode())
        score = run(binary, "audit", "score", at("audit.csv"), at("papers.jsonl"))
        assert "10 answered, 0 not yet" in score and "Corrected" in score, score
        score = run(binary, "audit", "score", at("every.csv"), at("papers.jsonl"))
        assert "KE " in score and "1 of 12 missed" in score, score
    print("the audit sheet: filled, kept, saved, scored; nothing fetched, nothing on the console, axe-core content")


if __name__ == "__main__":
    main()
