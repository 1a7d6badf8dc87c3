#!/usr/bin/env python3
"""Records of papers that do not exist, as large and as uneven as real ones, to measure and check the tables with.

usage: records.py NUMBER MODELS_TOML [SEED] > records.jsonl

About 9 kB a record: 6 authors, 7 models and 24 passages in the mean; countries and models by Zipf's law, some papers that
could not be read, some copies and versions. The same arguments give the same bytes. Python 3.11, standard library only.
"""
import hashlib, json, random, sys, tomllib

number, toml = int(sys.argv[1]), sys.argv[2]
pick = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
raw = open(toml, "rb").read()
models = sorted({m.get("id") or m["name"].lower().replace(" ", "-") for m in tomllib.loads(raw.decode())["model"]})
pick.shuffle(models)
countries = ("US CN GB DE CA KR JP FR SG IN HK CH AU IT IL NL ES SE AE AT FI DK TW BE PT NO PL BR SA IE CZ RU TR GR IR VN MX "
             "ZA HU RO NZ EG TH MY CL AR PK BD ID PH CO LU EE SI QA NG KE UA").split()
zones, roles = ["title", "abstract", "body", "references", "appendix", "checklist", "unknown"], \
    ["cited_only", "mentioned", "compared", "used", "created"]
venues = ["NeurIPS", "ICLR", "ICML", "ACL", "EMNLP", "CVPR", "AAAI", None]
tracks = [None, None, "main", "datasets_and_benchmarks", "workshop"]
words = ("we use the model to encode each sentence and train a small head on top of it while all other weights stay frozen as "
         "in earlier work the results hold over three seeds and both data sets").split()
law = {n: [1 / (rank + 1) for rank in range(n)] for n in (len(models), len(countries))}


def zipf(things, number):
    return pick.choices(things, law[len(things)], k=number)


def sentence():
    return " ".join(pick.choices(words, k=pick.randint(15, 45))) + "."


def sketch():
    return "".join(f"{it:08x}" for it in sorted(pick.sample(range(1 << 25), 64)))


def mention(name):
    top = pick.choices(range(5), [30, 37, 15, 17, 1])[0]
    counts = dict.fromkeys(zones, 0)
    evidence = []
    for role in sorted({top, *pick.choices(range(top + 1), k=2)}, reverse=True):
        zone = "references" if role == 0 else pick.choices(["body", "appendix", "abstract", "unknown"], [80, 12, 5, 3])[0]
        for _ in range(pick.randint(1, 3)):
            counts[zone] += 1
            evidence.append({"page": pick.randint(1, 20), "zone": zone, "role": roles[role], "text": sentence()})
    surfaces = {f"{name}-{size}B": pick.randint(1, 5) for size in zipf_sizes()}
    return {"id": name, "role": roles[top], "counts": counts, "surfaces": dict(sorted(surfaces.items())), "evidence": evidence[:4]}


def zipf_sizes():
    return pick.choices([7, 13, 70, 8, 32, 72, 1, 3], k=pick.randint(1, 3))


def people():
    places = list(dict.fromkeys(zipf(countries, pick.choices([1, 2, 3, 4], [62, 26, 9, 3])[0])))
    affiliations = [{"text": f"Institute of Things, {place}", "page": 1, "institution": None, "country": place,
                     "basis": pick.choices(["printed_country", "city", "institution", "hq_default"], [60, 20, 15, 5])[0],
                     "evidence": place} for place in places]
    authors = []
    for at in range(pick.randint(1, 11)):
        own = [] if pick.random() < 0.04 else sorted(set(pick.choices(range(len(places)), k=pick.choices([1, 2], [9, 1])[0])))
        authors.append({"name": f"A{pick.randint(0, 9999)} Author{pick.randint(0, 99999)}", "affiliations": own,
                        "countries": sorted({places[it] for it in own}), "email_domain": None, "corresponding": at == 0})
    return authors, affiliations


def record(at):
    identity = hashlib.sha256(f"{number} {at}".encode()).hexdigest()
    fine = pick.random() < 0.97
    authors, affiliations = people() if fine else ([], [])
    fractional, known = {}, sorted({c for author in authors for c in author["countries"]})
    for author in authors:
        for place in author["countries"]:
            fractional[place] = fractional.get(place, 0) + 1 / len(authors) / len(author["countries"])
    year, venue, track = pick.randint(2018, 2026), pick.choice(venues), pick.choice(tracks)
    names = sorted(set(zipf(models, pick.randint(2, 17)))) if fine else []
    return {
        "schema": 1, "id": identity, "path": f"papers/{venue or 'other'}/{year}/{identity[:12]}.pdf",
        "status": "ok" if fine else pick.choice(["partial", "no_text", "unreadable", "timeout"]), "problems": [],
        "title": f"On {pick.choice(words)} {pick.choice(words)} and the Matter of Paper {at}", "year": year, "year_basis": "page",
        "venue": venue, "venue_basis": venue and "page", "track": track, "track_basis": track and "page", "doi": None,
        "metadata": None, "sketch": sketch() if fine else "", "pages": pick.randint(4, 40), "duplicate_of": None,
        "authors": authors, "affiliations": affiliations, "countries": known,
        "first_author_countries": authors[0]["countries"] if authors else [], "fractional": dict(sorted(fractional.items())),
        "unknown_share": sum(not author["countries"] for author in authors) / len(authors) if authors else 1.0,
        "linking": "marker" if fine else "none", "models": [mention(name) for name in names],
        "ambiguous": [{"id": "dino", "text": "DINO", "page": 3, "zone": "body", "context": sentence()}] if pick.random() < 0.5 else [],
        "engine": "none", "tool": "0.1.0", "registry": hashlib.sha256(raw).hexdigest(), "gazetteer": "0" * 64,
    }


for at in range(number):
    line = record(at)
    print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    if line["status"] == "ok" and pick.random() < 0.01:
        # A later version, whose text is nearly the same, or the file once more under another path.
        if pick.random() < 0.5:
            line["id"] = hashlib.sha256(line["id"].encode()).hexdigest()
        line["path"] = line["path"].replace(".pdf", "-again.pdf")
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
