
"use strict";
const { sample, columns, rows } = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const ANSWERS = ["right", "wrong", "unsure"];
const SIGNS = { right: "✓", wrong: "✗", unsure: "?" };
const STORE = `crosscurrent-audit-${sample}`;
const buttons = [...document.querySelectorAll("footer [data-answer]")];

/* What stands in the columns that a person fills, row by row, and the row that is shown. */
const blank = () => rows.map(() => "");
let state = { at: 0, keys: true, answers: blank(), missing: blank(), notes: blank() };

function notice(words) {
  byId("notice").textContent = words;
  byId("notice").hidden = false;
}

function restore() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) || "null");
    const fits = kept && [kept.answers, kept.missing, kept.notes].every((list) => Array.isArray(list) && list.length === rows.length);
    if (fits) state = { ...state, ...kept, at: Math.min(Math.max(0, kept.at | 0), rows.length - 1) };
  } catch {
    notice("This browser keeps no answers. Save the CSV before you close the page.");
  }
}

function keep() {
  try {
    localStorage.setItem(STORE, JSON.stringify(state));
  } catch {
    notice("This browser keeps no answers. Save the CSV before you close the page.");
  }
}

/* A list of countries that is wrong is answered once the missing ones are named. */
const asksWhich = (at) => rows[at].asks && state.answers[at] === "wrong";
const isOpen = (at) => !state.answers[at] || (asksWhich(at) && !state.missing[at]);

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function pdfLink(row, page, text) {
  return element("a", text, { href: `${row.link}#page=${page}`, target: "_blank", rel: "noopener noreferrer" });
}

/* The text with the words that matter in it marked. */
function marked(text, words) {
  const shown = element("p", "");
  let at = 0;
  while (at < text.length) {
    const hits = words.map((word) => [text.indexOf(word, at), word]).filter(([place]) => place >= 0);
    if (hits.length === 0) break;
    const [place, word] = hits.reduce((a, b) => (b[0] < a[0] || (b[0] === a[0] && b[1].length > a[1].length) ? b : a));
    shown.append(text.slice(at, place), element("mark", word));
    at = place + word.length;
  }
  shown.append(text.slice(at));
  return shown;
}

function showPassages(row) {
  const items = row.passages.map(({ page, about, text, words }) => {
    const item = document.createElement("li");
    const head = element("p", "", { class: "quiet" });
    if (page) head.append(row.link ? pdfLink(row, page, `page ${page}`) : `page ${page}`, ", ");
    head.append(about);
    item.append(head, marked(text, words));
    return item;
  });
  byId("passages").replaceChildren(...items);
  byId("nothing").hidden = items.length > 0;
}

function show() {
  const row = rows[state.at];
  byId("place").textContent = `Row ${state.at + 1} of ${rows.length}. The program says:`;
  byId("claim").textContent = row.claim;
  byId("paper").textContent = row.title || "(no title found)";
  byId("path").textContent = row.path;
  const open = byId("open");
  open.hidden = !row.link;
  if (row.link) open.href = `${row.link}#page=${row.page}`;
  else open.removeAttribute("href");
  open.textContent = `Open the PDF at page ${row.page}`;
  showPassages(row);
  byId("note").value = state.notes[state.at];
  byId("missing").value = state.missing[state.at];
  byId("previous").disabled = state.at === 0;
  byId("next").disabled = state.at === rows.length - 1;
  showAnswers();
}

function showAnswers() {
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.answer === state.answers[state.at]));
  }
  const of = (answer) => state.answers.filter((it) => it === answer).length;
  const done = rows.filter((_, at) => !isOpen(at)).length;
  byId("which").hidden = !asksWhich(state.at);
  const counts = ANSWERS.filter(of).map((answer) => `${of(answer)} ${answer}`).join(", ");
  byId("count").textContent = `${done} of ${rows.length} answered${counts && `: ${counts}`}`;
  byId("progress").max = rows.length;
  byId("progress").value = done;
  [...byId("overview").children].forEach((item, at) => {
    const button = item.firstChild;
    const answer = state.answers[at];
    const note = state.notes[at] ? ", with a note" : "";
    button.textContent = `${at + 1} ${SIGNS[answer] || "·"}`;
    const what = isOpen(at) && answer ? `${answer}, not complete` : answer || "open";
    button.setAttribute("aria-label", `Row ${at + 1}, ${what}${note}`);
    button.setAttribute("aria-current", String(at === state.at));
    if (answer) button.dataset.answer = answer;
    else delete button.dataset.answer;
  });
}

function go(at) {
  if (at < 0 || at >= rows.length) return;
  state.at = at;
  keep();
  show();
  window.scrollTo(0, 0);
  byId("claim").focus({ preventScroll: true });
}

function answer(given) {
  const again = state.answers[state.at] === given;
  state.answers[state.at] = again ? "" : given;
  if (!asksWhich(state.at)) state.missing[state.at] = "";
  keep();
  if (again) return show();
  if (!isOpen(state.at)) return goOn();
  show();
  byId("missing").focus();
}

/* To the next open row, or to the end. */
function goOn() {
  const order = rows.map((_, step) => (state.at + step) % rows.length);
  const open = order.find(isOpen);
  if (open !== undefined) return go(open);
  show();
  byId("claim").focus();
  notice("Every row has an answer. Save the CSV.");
}

/* RFC 4180. A cell that a spreadsheet would run gets an apostrophe, as in the CSV that the program writes. */
function cell(text) {
  const safe = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csv() {
  const lines = rows.map(({ cells }, at) => {
    const filled = { answer: state.answers[at], missing: state.missing[at].trim(), note: state.notes[at] };
    return columns.map((column, place) => filled[column] ?? cells[place]);
  });
  return "\ufeff" + [columns, ...lines].map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

function save() {
  const address = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
  const link = element("a", "", { href: address, download: `audit-${sample}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

const KEYS = {
  r: () => answer("right"), 1: () => answer("right"),
  w: () => answer("wrong"), 2: () => answer("wrong"),
  u: () => answer("unsure"), 3: () => answer("unsure"),
  Backspace: () => { state.answers[state.at] = state.missing[state.at] = ""; keep(); show(); },
  n: () => byId("note").focus(),
  j: () => go(state.at + 1), ArrowRight: () => go(state.at + 1),
  k: () => go(state.at - 1), ArrowLeft: () => go(state.at - 1),
  o: () => byId("open").click(),
  s: save,
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("textarea, input")) return byId("claim").focus();
  if (event.key === "Enter" && event.target === byId("missing") && !isOpen(state.at)) return goOn();
  const typing = event.target.closest("textarea, input");
  const run = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!run || !state.keys || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  run();
});
for (const button of buttons) button.addEventListener("click", () => answer(button.dataset.answer));
byId("previous").addEventListener("click", () => go(state.at - 1));
byId("next").addEventListener("click", () => go(state.at + 1));
byId("save").addEventListener("click", save);
byId("keys").addEventListener("change", (event) => { state.keys = event.target.checked; keep(); });
byId("missing").addEventListener("input", (event) => {
  state.missing[state.at] = event.target.value.trim();
  keep();
  showAnswers();
});
byId("note").addEventListener("input", (event) => {
  state.notes[state.at] = event.target.value;
  keep();
});

if (rows.length > 0) {
  rows.forEach((_, at) => {
    const item = document.createElement("li");
    const button = element("button", "", { type: "button" });
    button.addEventListener("click", () => go(at));
    item.append(button);
    byId("overview").append(item);
  });
  restore();
  byId("keys").checked = state.keys;
  byId("help").open = rows.every((_, at) => isOpen(at));
  show();
} else {
  notice("There is nothing to check: no paper of these records is in question.");
}
