"use strict";
(() => {
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = { ...read("data"), ...read("evidence") };
const $ = (id) => document.getElementById(id);

// Text of papers only ever becomes text: elements are made here, never parsed.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === false || value === undefined || value === null) continue;
    if (name === "on") for (const [event, does] of Object.entries(value)) element.addEventListener(event, does);
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== "") element.append(child);
  return element;
}

/* ---- numbers and words ---- */

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const papers = (weight) => (Number.isInteger(weight) ? whole : tenths).format(weight);
const counted = (weight) => `${papers(weight)} ${weight === 1 ? "paper" : "papers"}`;
const percent = (share) => {
  const value = share * 100;
  return (value === 0 || value >= 9.95 ? value.toFixed(0) : value.toFixed(1)) + "\u00a0%";
};
const span = (low, high) => {
  const digits = high < 0.0995 ? 1 : 0;
  return `${(low * 100).toFixed(digits)}–${(high * 100).toFixed(digits)}\u00a0%`;
};
const country = (code) => data.names[code] || code;
const inSentence = (code) => {
  const name = country(code);
  return /^United |lands$| Republic$/.test(name) ? `the ${name}` : name;
};

/* ---- what is chosen ---- */

const LEVELS = data.levels.map((level) => level[0]);
const VERBS = Object.fromEntries(data.levels);
const FEW_MODELS = 25;
const FEW_COUNTRIES = 14;
const state = { ...data.chosen, sort: "all", up: false, search: "", every: false };
let here = "";
const rank = new Map(data.models.map((model, at) => [model[0], at]));

/** Cells by model and country. Of the second folding only those are listed that differ from the first one's. */
function prepare(folding) {
  const first = data.foldings[0];
  folding.place = new Map(folding.countries.map((it, at) => [it[0], at]));
  folding.byCell = new Map();
  for (const [model, code, ...places] of folding === first ? first.cells : [...first.cells, ...folding.cells]) {
    const place = folding.place.get(code);
    if (place !== undefined) folding.byCell.set(model * 1000 + place, places);
  }
  folding.as = (code) => folding.pairs[code] || code;
  return folding;
}
const foldings = new Map(data.foldings.map((folding) => [folding.fold, folding]));
const folding = () => {
  const chosen = foldings.get(state.fold) || data.foldings[0];
  return chosen.byCell ? chosen : prepare(chosen);
};
const level = () => LEVELS.indexOf(state.role);
const counting = () => data.countings.indexOf(state.counting);

/** The numbers of a cell: papers, weight, share, at arm's length, joint, low, high. Empty where it is. */
function tally(model, place) {
  const cell = folding().byCell.get(model * 1000 + place);
  return cell ? data.tallies[cell[counting() * LEVELS.length + level()]] : [];
}
const SHOWN = { papers: 1, share: 2, arms_length: 3 };
const value = (model, place) => tally(model, place)[SHOWN[state.show]] || 0;
const total = (model) => data.models[model][5][level()] || [0, 0, 0, 0];
const totalShown = (model) => (state.show === "share" ? total(model)[1] : total(model)[0]) || 0;
const origin = (model) => data.models[model][2].map(folding().as);
function shown(number) {
  if (state.show === "share") return percent(number).replace("\u00a0%", "");
  return number > 0 && number < 0.05 ? "<0.1" : papers(number);
}

/* ---- addresses ---- */

function address(cell) {
  const choice = new URLSearchParams();
  if (cell) choice.set("cell", cell.join("."));
  for (const key of ["role", "counting", "show", "fold"]) if (cell || state[key] !== data.chosen[key]) choice.set(key, state[key]);
  return "#" + choice.toString();
}

/** Takes the choices of the address; gives the cell that it names. */
function followAddress() {
  const choice = new URLSearchParams(location.hash.slice(1));
  const allowed = { role: LEVELS, counting: data.countings, show: Object.keys(SHOWN), fold: [...foldings.keys()] };
  for (const [key, values] of Object.entries(allowed)) {
    if (choice.has(key) && values.includes(choice.get(key))) state[key] = choice.get(key);
  }
  const [model, code] = (choice.get("cell") || "").split(/\.(?=[^.]*$)/);
  return rank.has(model) && code ? [model, code] : null;
}

/* ---- the matrix ---- */

function rows() {
  const words = state.search.toLowerCase().split(/[\s,]+/).filter(Boolean);
  const wanted = (model) => {
    const [id, name, codes, , developer] = data.models[model];
    const text = [id, name, developer || "", ...codes, ...codes.map(country)].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = data.models.map((_, at) => at).filter((model) => total(model)[0] > 0 && wanted(model));
  const place = folding().place.get(state.sort);
  const by = state.sort === "name"
    ? (a, b) => data.models[b][1].localeCompare(data.models[a][1], "en")
    : place === undefined ? (a, b) => totalShown(a) - totalShown(b) : (a, b) => value(a, place) - value(b, place);
  return found.sort((a, b) => (state.up ? by(a, b) : by(b, a)) || a - b);
}

const steps = (number, most) => (number > 0 && most > 0 ? Math.min(7, Math.max(1, Math.ceil(Math.sqrt(number / most) * 7))) : 0);

function header(key, text, small, title) {
  const sorted = state.sort === key ? (state.up !== (key === "name") ? "ascending" : "descending") : null;
  const choose = () => {
    state.up = state.sort === key ? !state.up : false;
    state.sort = key;
    draw(`Sorted by ${title}`);
    $("table").querySelector(`[data-sort="${key}"]`).focus();
  };
  return make("th", { scope: "col", "aria-sort": sorted },
    make("button", { type: "button", "data-sort": key, title: `Sort by ${title}`, on: { click: choose } },
      make("b", {}, text), small ? make("small", {}, small) : null));
}

function cellOf(model, code, number, most, classes) {
  const step = code === "all" ? 0 : steps(number, most);
  const [id, name] = data.models[model];
  const names = [classes, step ? `s${step}` : ""].filter(Boolean).join(" ");
  if (!(number > 0)) return make("td", { class: names || null }, make("span", {}, "·"));
  const where = code === "all" ? "all papers" : country(code);
  const unit = { papers: number === 1 ? "paper" : "papers", share: "% of papers", arms_length: "at arm’s length" }[state.show];
  const text = shown(number);
  const link = make("a", { href: address([id, code]), "data-cell": `${id}.${code}`, tabindex: -1, "aria-label": `${text} ${unit}: ${name}, ${where}` }, text);
  return make("td", { class: names || null }, link);
}

function draw(said) {
  const { countries } = folding();
  const all = rows();
  const models = state.every ? all : all.slice(0, FEW_MODELS);
  const columns = state.every ? countries : countries.slice(0, FEW_COUNTRIES);
  const most = Math.max(0, ...models.flatMap((model) => columns.map((_, place) => value(model, place))));
  const head = make("tr", {}, header("name", "Model", "and where it was made", "the name of the model"),
    header("all", "All", papers(data.all), "all papers"),
    columns.map(([code, weights]) => header(code, code, papers(Math.round(weights[counting()] * 10) / 10), country(code))));
  const body = models.map((model) => {
    const [, name, codes] = data.models[model];
    const home = origin(model);
    return make("tr", {}, make("th", { scope: "row" }, name, make("small", {}, codes.join(" "))),
      cellOf(model, "all", totalShown(model), 0, "all"),
      columns.map(([code], place) => cellOf(model, code, value(model, place), most, home.includes(code) ? "home" : "")));
  });
  const choices = [...document.querySelectorAll(".switch")].map((switched) =>
    `${switched.querySelector("legend").textContent}: ${switched.querySelector("input:checked + span").textContent}`);
  const caption = `Models by country. ${choices.join(". ")}.`;
  $("table").replaceChildren(make("table", {}, make("caption", { class: "visually-hidden" }, caption),
    make("thead", {}, head), make("tbody", {}, body)));
  stop([...$("table").querySelectorAll("tbody a")].find((link) => link.dataset.cell === here)
    || $("table").querySelector("tbody a"));
  const hidden = all.length > FEW_MODELS || countries.length > FEW_COUNTRIES;
  $("more").hidden = !hidden;
  $("more").textContent = state.every ? "Show fewer" : `Show all ${all.length} models and ${countries.length} countries`;
  $("more").setAttribute("aria-expanded", state.every);
  $("status").textContent = `${said ? said + ". " : ""}${models.length} of ${all.length} models, ${columns.length} of ${countries.length} countries.`;
  legend(most);
}

function legend(most) {
  const bound = (step) => (step / 7) ** 2 * most;
  const unit = state.show === "share" ? "\u00a0%" : "";
  const swatches = [1, 2, 3, 4, 5, 6, 7].map((step) => make("i", { class: `s${step}` }));
  $("legend").replaceChildren(shown(Math.min(most, Math.max(bound(1), state.show === "share" ? 0 : 1))) + unit, ...swatches,
    `${shown(most)}${unit}`, make("span", {}, make("i", { class: "home" }), " country of the model’s maker"));
}

/** Makes a cell the one of the matrix where the tab key stops. */
function stop(link) {
  for (const other of $("table").querySelectorAll('tbody a[tabindex="0"]')) other.tabIndex = -1;
  if (!link) return;
  link.tabIndex = 0;
  here = link.dataset.cell;
}

/** Arrows move the stop. */
function walk(event) {
  const link = event.target.closest("tbody a");
  const move = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  if (!link || !move) return;
  event.preventDefault();
  let row = link.closest("tr"), column = link.parentElement.cellIndex, next = null;
  while (!next) {
    if (move[0]) row = move[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
    column += move[1];
    if (!row || column < 1 || column >= row.cells.length) return;
    next = row.cells[column].querySelector("a");
  }
  stop(next);
  next.focus();
}

/* ---- one cell ---- */

const FLAG = { whole: () => true, fractional: (it) => it[1], first: (it) => it[2] };

function passagesOf(model, code) {
  const here = FLAG[state.counting], as = folding().as, least = data.least[level()];
  const counts = (paper) => code === "all" || data.papers[paper][4].some((it) => as(it[0]) === code && here(it));
  return data.passages.filter((it) => it[1] === model && it[2] >= least && counts(it[0]))
    .sort((a, b) => b[2] - a[2] || a[0] - b[0]);
}

function sentence(model, code, numbers) {
  const name = data.models[model][1], verb = VERBS[state.role];
  if (code === "all") {
    const [hits, share, low, high] = total(model);
    return `Of ${counted(data.all)}, ${papers(hits)} (${percent(share)}; 95 % interval ${span(low, high)}) ${verb} ${name}.`;
  }
  const [, weight = 0, share = 0, arms = 0, joint = 0, low, high] = numbers;
  const of = folding().countries[folding().place.get(code)][1][counting()];
  const how = { whole: "", fractional: ", each counted by the share of its authors", first: ", each counted by its first author" }[state.counting];
  const interval = low === undefined ? "" : `; 95 % interval ${span(low, high)}`;
  const split = origin(model).includes(code) ? "" :
    `: ${papers(arms)} without an author where the model comes from, ${papers(joint)} with one`;
  return `Of ${counted(Math.round(of * 10) / 10)} with authors in ${inSentence(code)}${how}, ${papers(weight)} ` +
    `(${percent(share)}${interval}) ${verb} ${name}${split}.`;
}

function marked(text, name) {
  const at = text.toLowerCase().indexOf(name.toLowerCase());
  if (at < 0) return [text];
  return [text.slice(0, at), make("mark", {}, text.slice(at, at + name.length)), text.slice(at + name.length)];
}

const ROLE = { mentioned: "Named", compared: "Compared", used: "Used", created: "Made", cited_only: "Cited" };
const PLACE = { title: "title", abstract: "abstract", body: "main text", appendix: "appendix", references: "references",
  checklist: "checklist", unknown: "text" };

function why([code, , , page, text, evidence, basis]) {
  const where = page > 0 ? ` (page ${page})` : "";
  const words = evidence && evidence !== text ? ` — “${evidence}”` : "";
  return make("li", {}, make("strong", {}, `${country(code)}: `), make("bdi", {}, text ? `“${text}”` : ""),
    `${where}${words}; ${data.bases[basis] || basis}.`);
}

function item([paper, model, role, page, zone, text, via]) {
  const [title, year, venue, path, countries] = data.papers[paper];
  const facts = [venue, year].filter(Boolean).join(" ");
  const printed = via ? ` Printed is ${via}, which was made from it.` : "";
  return make("li", {}, make("h3", {}, make("bdi", {}, title || "(no title found)")),
    make("p", { class: "meta" }, facts ? `${facts} · ` : "", make("bdi", {}, path)),
    text ? make("blockquote", {}, make("bdi", {}, marked(text, via || data.models[model][1]))) : null,
    make("p", { class: "meta" }, make("span", { class: "role" }, ROLE[data.roles[role]]),
      page ? ` · page ${page}, ${PLACE[zone] || zone}.` : ".", printed),
    make("ul", { class: "why" }, countries.map(why)));
}

function openCell([id, code]) {
  const model = rank.get(id), dialog = $("cell");
  if (code !== "all" && !folding().place.has(code)) return closeCell();
  const numbers = code === "all" ? [] : tally(model, folding().place.get(code));
  const known = passagesOf(model, code);
  const all = code === "all" ? total(model)[0] : numbers[0] || 0;
  const name = data.models[model][1];
  const where = code === "all" ? "all papers" : `papers with authors in ${inSentence(code)}`;
  const copied = make("span", { role: "status" });
  const copy = async () => {
    const link = location.href.replace(/#.*$/, "") + address([id, code]);
    try {
      await navigator.clipboard.writeText(link);
      copied.textContent = "Link copied.";
    } catch {
      copied.textContent = link;
    }
  };
  const save = () => saveText(`${id}-${code}.csv`, "text/csv", csv([
    ["title", "year", "venue", "path", "countries", "role", "page", "zone", "sentence"],
    ...known.map(([paper, , role, page, zone, text]) => {
      const [title, year, venue, path, countries] = data.papers[paper];
      return [title, year, venue, path, countries.map((it) => it[0]).join(";"), data.roles[role], page, zone, text];
    })]));
  const left = all - known.length;
  const command = code === "all" ? `crosscurrent tables mentions RECORDS` : `crosscurrent explain --model ${id} --country ${code} RECORDS`;
  const rest = left > 0 ? make("p", { class: "meta" },
    `${papers(left)} more ${left === 1 ? "paper is" : "papers are"} not in this page, which keeps the evidence that matters most. `,
    make("code", {}, command), " shows all.") : "";
  $("cell-title").textContent = `${name} in ${where}`;
  $("cell-body").replaceChildren(
    make("p", {}, sentence(model, code, numbers)),
    make("p", { class: "save" }, make("button", { type: "button", on: { click: copy } }, "Copy link"),
      make("button", { type: "button", on: { click: save } }, "Save papers (CSV)"), copied),
    make("ol", {}, known.map(item)), rest);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  $("cell-title").focus();
}

function closeCell() {
  if ($("cell").open) $("cell").close();
}

/* ---- saving ---- */

function csv(rows) {
  const field = (it) => {
    let text = it === null || it === undefined ? "" : String(it);
    // A spreadsheet would run a title that begins like a formula.
    if (typeof it === "string" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(field).join(",") + "\r\n").join("");
}

function saveText(name, type, text) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  // A busy browser begins to save some time after it was asked to.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const tableRows = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.replaceAll("\u00a0", " ")));

function saveChart(figure) {
  const drawing = figure.querySelector("svg").cloneNode(true);
  const colours = getComputedStyle(document.documentElement);
  const rules = $("figure-css").textContent.replace(/:root\s*{[^}]*}/, "")
    .replace(/var\((--[\w-]+)\)/g, (_, name) => colours.getPropertyValue(name).trim());
  const space = "http://www.w3.org/2000/svg";
  const style = document.createElementNS(space, "style"), paper = document.createElementNS(space, "rect");
  style.textContent = rules;
  paper.setAttribute("class", "paper");
  paper.setAttribute("width", drawing.getAttribute("width"));
  paper.setAttribute("height", drawing.getAttribute("height"));
  drawing.prepend(style, paper);
  return new XMLSerializer().serializeToString(drawing);
}

document.addEventListener("click", (event) => {
  const kind = event.target.dataset ? event.target.dataset.save : null;
  if (!kind) return;
  const figure = event.target.closest("[data-name]"), name = figure.dataset.name;
  if (kind === "csv") saveText(`${name}.csv`, "text/csv", csv(tableRows(figure.querySelector("table"))));
  else saveText(`${name}.svg`, "image/svg+xml", saveChart(figure));
});

$("matrix-csv").addEventListener("click", () => {
  const { countries } = folding();
  const lines = rows().map((model) => [data.models[model][0], data.models[model][1], data.models[model][2].join(";"),
    totalShown(model), ...countries.map((_, place) => value(model, place))]);
  saveText(`adoption-${state.role}-${state.counting}-${state.show}.csv`, "text/csv",
    csv([["model", "name", "origin", "all", ...countries.map((it) => it[0])], ...lines]));
});

/* ---- switches ---- */

function syncSwitches() {
  for (const key of ["role", "counting", "show", "fold"]) {
    const input = [...document.querySelectorAll(`input[name="${key}"]`)].find((it) => it.value === state[key]);
    if (input) input.checked = true;
  }
}

$("switches").addEventListener("submit", (event) => event.preventDefault());
$("switches").addEventListener("input", (event) => {
  const { name, value: chosen } = event.target;
  if (event.target.id === "search") state.search = chosen;
  else {
    state[name] = chosen;
    history.replaceState(null, "", address());
  }
  draw();
});
$("more").addEventListener("click", () => {
  state.every = !state.every;
  draw();
});
$("table").addEventListener("keydown", walk);
$("cell").addEventListener("close", () => {
  if (/[#&]cell=/.test(location.hash)) history.replaceState(null, "", address());
  const link = $("table").querySelector('tbody a[tabindex="0"]');
  if (link) link.focus({ preventScroll: true });
});
$("cell").addEventListener("click", (event) => {
  if (event.target === $("cell") || event.target === $("close")) closeCell();
});
$("table").addEventListener("click", (event) => {
  const link = event.target.closest("tbody a");
  if (link) stop(link);
});

/* ---- colours ---- */

const THEMES = ["auto", "light", "dark"];
function paint(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  $("theme").textContent = theme[0].toUpperCase() + theme.slice(1);
  $("theme").setAttribute("aria-label", `${$("theme").textContent}: colours ${theme === "auto" ? "as the system has them" : ""}`.trim());
}
let theme = "auto";
try {
  theme = localStorage.getItem("crosscurrent-theme") || "auto";
} catch { /* A browser may refuse to keep anything for files. */ }
$("theme").addEventListener("click", () => {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  paint(theme);
  try {
    localStorage.setItem("crosscurrent-theme", theme);
  } catch { /* As above. */ }
});

/* ---- beginning ---- */

function follow() {
  const cell = followAddress();
  syncSwitches();
  draw();
  if (cell) openCell(cell);
  else closeCell();
}
window.addEventListener("hashchange", follow);
paint(THEMES.includes(theme) ? theme : "auto");
follow();
})();
