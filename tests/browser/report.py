#!/usr/bin/env python3
"""Looks at a report as a reader does: from disk, in a browser, by mouse and by keyboard.

    python3 tests/browser/report.py target/debug/crosscurrent target/specimens [--shots DIR]

The first argument is the program, the second one the output folder of `track`. With `--shots`, pictures of the page in both
themes and in a phone's width are kept.
"""

import argparse
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import xml.etree.ElementTree as xml

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

CHECKS = []
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def check(function):
    """A check by its name; it gets the reader below."""
    CHECKS.append(function)
    return function


class Reader:
    """A browser with the report, and what it said and asked for."""

    def __init__(self, browser, report, records):
        self.browser, self.report, self.records = browser, report, records
        self.said = []

    def open(self, fragment="", path=None, **options):
        context = self.browser.new_context(viewport=DESKTOP, accept_downloads=True) if not options else (
            self.browser.new_context(**{"viewport": DESKTOP, **options}))
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        address = (path or self.report).resolve().as_uri()
        page.on("console", lambda it: self.said.append(f"console: {it.text}"))
        page.on("pageerror", lambda it: self.said.append(f"error: {it}"))
        page.on("request", lambda it: self.said.append(f"fetched: {it.url}")
                if it.url.split("#")[0] != address and not it.url.startswith("blob:") else None)
        page.goto(address + fragment)
        return page


def choose(page, name, value):
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def column(page, code):
    """The cells of a country, top to bottom, as text."""
    return page.evaluate("""(code) => {
        const heads = [...document.querySelectorAll("#table thead button")].map((it) => it.dataset.sort);
        return [...document.querySelectorAll("#table tbody tr")].map((row) => row.cells[heads.indexOf(code)].textContent);
    }""", code)


def numbers(cells):
    return [0 if it == "·" else float(it.replace(",", "")) for it in cells]


def first_cell(page):
    """The strongest cell of the first country."""
    return page.locator("#table tbody td:nth-of-type(2) a").first


def open_cell(page):
    """Opens the first cell, which the page does once its address has changed."""
    first_cell(page).click()
    page.locator("#cell ol > li").first.wait_for()


@check
def the_headline_is_in_words_and_says_what_it_rests_on(reader):
    page = reader.open()
    assert "papers" in page.inner_text("h1"), page.inner_text("h1")
    assert "95 % interval" in page.inner_text(".standfirst").replace("\u00a0", " ")
    grounds = page.inner_text(".grounds")
    for fact in ("Papers", "Countries", "Versions", "registry", "gazetteer"):
        assert fact in grounds, fact


@check
def switches_move_the_numbers(reader):
    page = reader.open()
    strict = sum(numbers(column(page, "all")))
    choose(page, "role", "mentioned")
    assert sum(numbers(column(page, "all"))) > strict
    choose(page, "role", "strict")
    code = page.locator("#table thead button").nth(2).get_attribute("data-sort")
    whole = numbers(column(page, code))
    choose(page, "counting", "fractional")
    fractional = numbers(column(page, code))
    assert all(a <= b + 0.05 for a, b in zip(fractional, whole)) and fractional != whole
    choose(page, "counting", "whole")
    choose(page, "show", "arms_length")
    assert all(a <= b for a, b in zip(numbers(column(page, code)), whole))
    choose(page, "show", "share")
    assert all(a <= 100 for a in numbers(column(page, code)))


@check
def folding_takes_a_country_into_another(reader):
    records = [json.loads(line) for line in reader.records.open()]
    page = reader.open()
    codes = lambda: page.evaluate('[...document.querySelectorAll("#table thead button")].map((it) => it.dataset.sort)')
    if not any("HK" in it["countries"] for it in records):
        return
    page.click("#more") if page.is_visible("#more") else None
    assert "HK" in codes()
    before = sum(numbers(column(page, "CN")))
    choose(page, "fold", "HK,MO=CN")
    assert "HK" not in codes() and sum(numbers(column(page, "CN"))) >= before


@check
def rows_sort_by_any_column_and_are_found_by_words(reader):
    page = reader.open()
    button = page.locator("#table thead button").nth(3)
    code = button.get_attribute("data-sort")
    button.click()
    values = numbers(column(page, code))
    assert values == sorted(values, reverse=True), values
    assert page.locator(f'#table th:has(button[data-sort="{code}"])').get_attribute("aria-sort") == "descending"
    page.locator(f'#table button[data-sort="{code}"]').click()
    values = numbers(column(page, code))
    assert values == sorted(values), values
    name = page.locator("#table tbody th").first.evaluate("it => it.firstChild.textContent")
    page.fill("#search", name)
    names = page.locator("#table tbody th").all_inner_texts()
    assert names and all(name.lower() in it.lower() or len(names) < 5 for it in names), names
    page.fill("#search", "no such model")
    assert page.locator("#table tbody tr").count() == 0


@check
def a_cell_lists_its_papers_with_page_sentence_role_and_country(reader):
    page = reader.open()
    cell = first_cell(page)
    number = int(cell.inner_text())
    open_cell(page)
    papers = page.locator("#cell ol > li")
    assert papers.count() == number, (papers.count(), number)
    sentence = papers.first.locator("blockquote").inner_text()
    assert len(sentence) > 20, sentence
    path = papers.first.locator(".meta").first.inner_text()
    record = next(it for it in map(json.loads, reader.records.open()) if it["path"] in path)
    told = [it for model in record["models"] for it in model["evidence"]]
    # A browser shows a run of blanks as one.
    plain = lambda text: " ".join(text.split())
    evidence = [it for it in told if plain(it["text"]) == plain(sentence)]
    assert evidence, sentence
    about = papers.first.locator(".meta").nth(1).inner_text()
    assert any(f"page {it['page']}," in about for it in evidence), about
    why = papers.first.locator(".why").inner_text()
    assert "page 1" in why and record["affiliations"][0]["text"][:10] in why, why


@check
def a_copied_link_leads_back_to_the_cell(reader):
    page = reader.open()
    choose(page, "role", "broad")
    open_cell(page)
    title, listed = page.inner_text("#cell-title"), page.locator("#cell ol > li").count()
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function('document.querySelector("#cell [role=status]").textContent')
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(reader.report.resolve().as_uri() + "#cell="), link
    page.keyboard.press("Escape")
    page.wait_for_function('!location.hash.includes("cell=")')
    assert not page.is_visible("#cell")
    other = reader.open("#" + link.split("#")[1])
    assert other.inner_text("#cell-title") == title and other.locator("#cell ol > li").count() == listed
    assert other.is_checked('input[name="role"][value="broad"]')


@check
def the_keyboard_is_enough(reader):
    page = reader.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#table tbody a[tabindex='0']").focus()
    before = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowDown")
    after = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert before != after, after
    page.keyboard.press("Enter")
    page.locator("#cell ol > li").first.wait_for()
    assert page.is_visible("#cell") and page.evaluate("document.activeElement.id") == "cell-title"
    page.keyboard.press("Escape")
    page.wait_for_function('!location.hash.includes("cell=")')
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == after
    assert page.locator("#table tbody a[tabindex='0']").count() == 1


@check
def tables_and_charts_are_saved(reader):
    page = reader.open()
    figures = page.locator("figure")
    assert figures.count() >= 8, figures.count()
    for at in range(figures.count()):
        if at % 4 == 0:
            # Of one page, Chromium holds the eleventh download back.
            page = reader.open()
            figures = page.locator("figure")
        figure = figures.nth(at)
        with page.expect_download() as saved:
            figure.get_by_role("button", name="Save table (CSV)").click()
        rows = list(csv.reader(open(saved.value.path(), encoding="utf-8", newline="")))
        assert len(rows) > 1 and all(len(it) == len(rows[0]) for it in rows), rows[:3]
        with page.expect_download() as saved:
            figure.get_by_role("button", name="Save chart (SVG)").click()
        text = pathlib.Path(saved.value.path()).read_text()
        assert xml.fromstring(text).tag.endswith("svg") and "var(" not in text
    with page.expect_download() as saved:
        page.click("#matrix-csv")
    rows = list(csv.reader(open(saved.value.path(), encoding="utf-8", newline="")))
    assert rows[0][:4] == ["model", "name", "origin", "all"] and len(rows) > 5


@check
def nothing_overflows_a_phone(reader):
    page = reader.open(viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    open_cell(page)
    box = page.locator("#cell").bounding_box()
    assert box["width"] <= PHONE["width"], box


@check
def paper_shows_no_switches(reader):
    page = reader.open()
    page.emulate_media(media="print")
    assert not page.is_visible("#switches") and page.is_visible("#table")
    assert "Used or made" in page.inner_text("#table caption"), "the choices that cannot be seen are told"
    for mark in page.locator("#chart-papers rect").all() + page.locator("#chart-flows path").all():
        assert mark.is_visible()


@check
def labels_and_contrast_satisfy_axe(reader):
    for scheme in ("light", "dark"):
        for viewport in (DESKTOP, PHONE):
            # The checker brings its own script, which the policy of the page rightly refuses.
            page = reader.open(viewport=viewport, color_scheme=scheme, bypass_csp=True)
            for state in ("page", "cell"):
                if state == "cell":
                    open_cell(page)
                found = Axe().run(page).response["violations"]
                told = [f"{it['id']}: {it['nodes'][0]['html'][:160]}" for it in found]
                assert not told, (scheme, viewport["width"], state, told)
            page.context.close()


@check
def the_theme_can_be_chosen(reader):
    page = reader.open(color_scheme="light")
    paper = lambda: page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = paper()
    page.click("#theme")
    assert page.inner_text("#theme") == "Light" and paper() == light
    page.click("#theme")
    assert page.inner_text("#theme") == "Dark" and paper() != light


@check
def words_of_a_paper_never_run(reader):
    evil = '</script><script>window.hit = 1</script><img src="x" onerror="window.hit = 2">\u2028'
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with (folder / "evil.jsonl").open("w", encoding="utf-8") as out:
            for line in reader.records.open(encoding="utf-8"):
                record = json.loads(line)
                record["title"] = evil + (record["title"] or "")
                for model in record["models"]:
                    for passage in model["evidence"]:
                        passage["text"] = evil
                for affiliation in record["affiliations"]:
                    affiliation["text"] = affiliation["evidence"] = evil
                for hit in record["ambiguous"]:
                    hit["context"] = hit["text"] = evil
                out.write(json.dumps(record) + "\n")
        subprocess.run([reader.binary, "report", folder / "evil.jsonl", "-o", folder / "evil.html", "--quiet"], check=True)
        page = reader.open(path=folder / "evil.html")
        open_cell(page)
        assert page.locator("#cell blockquote").first.inner_text().startswith("</script><script>")
        assert page.evaluate("window.hit") is None and page.locator("#cell img").count() == 0


def look(reader, folder):
    """Pictures of the page, for the docs and for whoever wants to look."""
    folder.mkdir(parents=True, exist_ok=True)

    def picture(page, name, place=None):
        if place:
            page.locator(place).evaluate("it => it.scrollIntoView()")
        page.screenshot(path=folder / f"report-{name}.png")

    still = {"reduced_motion": "reduce"}
    page = reader.open(color_scheme="light", **still)
    picture(page, "light")
    open_cell(page)
    picture(page, "cell")
    page.keyboard.press("Escape")
    picture(page, "matrix", "#matrix")
    picture(page, "flows", "#flows")
    picture(page, "time", "#time")
    page = reader.open(color_scheme="dark", **still)
    picture(page, "dark", "#matrix")
    page = reader.open(viewport=PHONE, color_scheme="light", **still)
    picture(page, "phone", "#legend")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path, help="the program")
    parser.add_argument("folder", type=pathlib.Path, help="the output folder of `track`")
    parser.add_argument("--only", help="the checks whose name holds this word")
    parser.add_argument("--shots", type=pathlib.Path, help="a folder for pictures")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("chromium is missing: apt-get install chromium")
    checks = [it for it in CHECKS if (asked.only or "") in it.__name__]
    failed = 0
    with sync_playwright() as playwright:
        # The sandbox of the browser needs rights that a container seldom gives; the pages are our own.
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        reader = Reader(browser, asked.folder / "report.html", asked.folder / "papers.jsonl")
        reader.binary = asked.binary.resolve()
        for function in checks:
            reader.said.clear()
            begin = time.monotonic()
            try:
                function(reader)
                assert not reader.said, reader.said
                print(f"ok      {function.__name__} ({time.monotonic() - begin:.1f} s)")
            except Exception:
                failed += 1
                print(f"FAILED  {function.__name__}\n{traceback.format_exc()}")
            for context in browser.contexts:
                context.close()
        page = reader.open()
        ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        print(f"{asked.folder / 'report.html'} is ready {ready:.0f} ms after it is opened")
        if asked.shots:
            look(reader, asked.shots)
        browser.close()
    print(f"{len(checks) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
