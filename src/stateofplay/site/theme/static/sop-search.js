// The search page: ranks places by where a query's words are found; numbers match whole, words by stem or beginning.
// Of each index it loads what a query needs, by weight (see search_shards.py): at most 100 kB with the page.
(() => {
  const LETTERS = { ß: "ss", æ: "ae", ø: "o", ł: "l", đ: "d", ı: "i" };
  const plain = (text) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[\u0300-\u036f\u00ad]/g, "")
      .replace(/[ßæøłđı]/g, (c) => LETTERS[c])
      .replace(/(\d),(?=\d{3})/g, "$1")
      .replace(/(\d),(?=\d)/g, "$1.") // 1,234 is a thousand, 19,25 no whole 19
      .replace(/(\d)bn\b/g, "$1 billion")
      .replace(/(\d)m\b/g, "$1 million")
      // U.S. is US
      .replace(/(^|[^\p{L}])((?:\p{L}\.)+\p{L})(?!\p{L})/gu, (_, before, name) => before + name.replace(/\./g, ""))
      .replace(/['’ʼ]s\b/g, "")
      .replace(/(\p{L})['’ʼ](?=\p{L})/gu, "$1");
  const words = (text) => plain(text || "").match(/\d+(?:\.\d+)?|[^\s\d\p{P}\p{S}]+/gu) || [];
  // Of a query, the words that do not only ask or join, if it has any.
  const ASIDE = words(`a about an and are at be by did do does for from had has have how in is it its many much of on or
    said say tell that the their there they this to was were what when where which who whose why will with`);
  const telling = (list) => [list.filter((word) => !ASIDE.includes(word)), list].find((own) => own.length) || list;
  // Thousands as people type them (12 345, 12.345, 12’345), written as one number.
  const closed = (query) => query.replace(/\b\d{1,3}(?:[\s.,'’]\d{3})+(?!\d)/g, (number) => number.replace(/\D/g, ""));
  const [stemmer, stems, spellings] = [new Stemmer(), new Map(), new Map()]; // Stemmer is Sphinx's
  const stem = (word) => {
    if (!stems.has(word)) stems.set(word, /^[a-z]/.test(word) ? stemmer.stemWord(word) : word);
    return stems.get(word);
  };
  // A word with the stem that all its spellings share.
  const token = (word, joined) => ({ word, joined, stem: stem((spellings.get(word) || [word])[0]) });
  // A name in one piece, by its words and by their stems.
  const folded = (text) => ["word", "stem"].map((key) => words(text).reduce((all, word) => all + token(word)[key], ""));
  const joint = (list) =>
    list.slice(1).flatMap((word, at) => (/\d/.test(list[at] + word) ? [] : token(list[at] + word, true)));
  const ways = (word) => spellings.get(word) || [word];
  // A short name that the book lists, as UK, begins no other word.
  const starts = (word, way) => word === way || (!(way.length < 3 && spellings.has(way)) && word.startsWith(way));
  const fits = (found, asked) =>
    /^\d/.test(asked.word)
      ? found.word === asked.word
      : found.stem === asked.stem ||
        (!found.joined && ways(found.word).some((spelling) => ways(asked.word).some((way) => starts(spelling, way))));
  // The word itself counts in full, in any of its spellings: harbor puts harbour as high as harbour does.
  const share = (found, asked) => (ways(asked.word).includes(found.word) ? 1 : 0.7);
  // What a word is worth in each field: a figure's own value before a chapter's question, that before titles,
  // titles before who states a figure, that before other text.
  const WORTH = { value: 12, asks: 9, title: 8, speaker: 4, text: 2, also: 1, name: 1 };
  const [MOST, NEAREST, FEW] = [40, 20, 5]; // places that are shown; the nearest, where so few have all
  const PLACES = (window.sopIndexes || []).reduce((sum, [, block, , blocks]) => sum + block * blocks.length, 0);
  // What all may weigh that a query loads, in hundreds of bytes, beside the lists of pieces; and its words of that.
  const ALL = (window.sopIndexes || []).reduce((rest, index) => rest - index[5], 720);
  const WORDS = Math.min(400, 0.6 * ALL);
  for (const line of window.sopSpellings || []) {
    const group = line.map((spelling) => words(spelling).join(""));
    for (const spelling of group) spellings.set(spelling, group);
  }
  const tokens = (list) => [...list.map((word) => token(word)), ...joint(list)];
  const read = (entry) => ({
    entry,
    fields: Object.entries({ ...entry, name: entry.href.includes("#") ? "" : entry.kind })
      .filter(([name]) => WORTH[name])
      .map(([name, text]) => [name, tokens(words(text))]),
  });

  const made = (tag, properties, ...content) => {
    const e = Object.assign(document.createElement(tag), properties);
    e.append(...content);
    return e;
  };
  // The pieces of the indexes, each loaded once: as scripts, since a page from disk may read no other file.
  const pieces = new Map(),
    waiting = new Map();
  window.sopFound = (name, piece) => waiting.get(name)(piece);
  const load = (name) => {
    const ask = (done, lost) => {
      waiting.set(name, done); // what came is not lost; a host may send a page for what it lacks
      document.head.append(made("script", { src: `search/${name}.js`, onload: lost, onerror: lost }));
    };
    if (!pieces.has(name)) pieces.set(name, new Promise(ask));
    return pieces.get(name);
  };
  const hex = (text) => [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  // The pieces with the words that begin as one does; of a beginning that has many, the word itself.
  const piecesOf = (word, begins) => {
    const its = begins.filter((begin) => (begin.endsWith("$") ? begin.slice(0, -1) === word : word.startsWith(begin)));
    const longer = begins.filter((begin) => begin.startsWith(word) && !its.includes(begin));
    return longer.length > 3 || /^\d/.test(word) ? its : [...its, ...longer];
  };
  // The places of one index are counted on far from those of the one before: what the pages have wins among equals.
  const FAR = 2 ** 24;
  // The pieces with the words of a list: name, weight, and from where its places are counted.
  const piecesWith = (list) => {
    const texts = tokens(list).flatMap(({ word, stem }) => [...ways(word), stem]);
    return window.sopIndexes.flatMap(([index, , begins], at) => {
      const own = new Set(texts.flatMap((text) => piecesOf(text, Object.keys(begins))));
      return [...own].map((begin) => [`${index}-words-${hex(begin)}`, begins[begin], at * FAR]);
    });
  };
  const loadWords = async ([name, , from]) =>
    Object.entries(await load(name)).map(([key, posting]) => [key, posting, from]);
  // The piece with a place: its name, its weight, where the place stands in it, and the place.
  const pieceOf = (place) => {
    const [index, block, , blocks] = window.sopIndexes[Math.floor(place / FAR)],
      number = Math.floor((place % FAR) / block);
    return [`${index}-places-${number}`, blocks[number], (place % FAR) % block, place];
  };
  const isFrequent = (word) => window.sopIndexes.some(([, , , , frequent]) => frequent.includes(word));
  // What a word with which none begins is spelt like, but for a letter or two; alone and of four letters, a name only.
  const shorter = (word) => [word, ...[...word].map((_, at) => word.slice(0, at) + word.slice(at + 1))];
  const alike = (word, postings, isAlone) => {
    const known = [...[...spellings.keys()].map((key) => [key, []]), ...(isAlone && word.length < 5 ? [] : postings)]
      .filter(([key]) => key[0] === word[0] && key !== word)
      .sort(([, a], [, b]) => b.length - a.length);
    for (let cut = shorter, most = word.length > 7 ? 2 : word.length > 3; most > 0; most -= 1) {
      const own = new Set(cut(word)),
        found = known.find(([key]) => cut(key).some((way) => own.has(way)));
      if (found) return found[0];
      cut = (key) => shorter(key).flatMap(shorter);
    }
  };
  // How near a place comes that has a word and not all of a query: by how few have it, and by its length.
  const near = (word, worth, counts) =>
    Math.log(PLACES / (counts.get(word) || PLACES)) * Math.min(word.length, 6) ** 2 * (4 + worth);
  // What each place is worth to one reading of a query, by the words alone; one that lacks some may be called so.
  const rank = (postings, asked, counts) => {
    const sums = new Map();
    for (const word of asked) {
      const best = new Map();
      for (const [key, posting, from] of postings) {
        const found = key[0] === "+" ? token(key.slice(1), true) : token(key);
        if (!fits(found, word)) continue;
        for (let at = 0, place = from; at < posting.length; at += 2) {
          place += posting[at];
          best.set(place, Math.max(best.get(place) ?? 0, posting[at + 1] * share(found, word)));
        }
      }
      counts.set(word.word, best.size);
      for (const [place, worth] of best) {
        const [sum, times, close] = sums.get(place) ?? [0, 0, 0];
        sums.set(place, [sum + worth, times + 1, close + near(word.word, worth, counts)]);
      }
    }
    return [...sums].map(([place, [sum, times, close]]) => [place, times === asked.length, sum, close]);
  };
  const score = ({ entry, fields }, asked, query, said, counts) => {
    const isFigure = entry.kind === "Figure";
    // What is asked for by its very name or id comes first, a chapter by its short name as well.
    const named = [entry.title, entry.href.includes("#") ? "" : entry.kind].some((name) =>
      folded(name).some((way) => way && said.includes(way)),
    );
    const byId = query.includes("_") && (entry.also || "").split(" ").includes(query);
    let sum = named || byId ? 30 : 0,
      isWhole = true,
      close = 0;
    for (const word of asked) {
      const hits = fields.flatMap(([name, list]) =>
          list.filter((found) => fits(found, word)).map((found) => [name, share(found, word)]),
        ),
        worth = (name) => WORTH[name === "text" && isFigure ? "speaker" : name];
      // A section that speaks of it again and again is about it.
      const times = isFigure ? 0 : Math.min(hits.filter(([name]) => name === "text").length, 9);
      const best = Math.max(times, ...hits.map(([name, part]) => worth(name) * part));
      isWhole &&= best || named;
      sum += best;
      if (best) close += near(word.word, best, counts);
    }
    return [isWhole ? sum : 0, close];
  };
  // The ways to read a query: as it is, and with two neighbours as one word (front line, frontline).
  const readings = (list) => {
    const all = list.map((word) => token(word)),
      first = (pair) => list.findIndex((word, at) => word + list[at + 1] === pair.word);
    const read = (pair, at) => [...all.slice(0, at), { ...pair, joined: false }, ...all.slice(at + 2)];
    return [all, ...joint(list).map((pair) => read(pair, first(pair)))];
  };
  const find = async (query, taken = new Map(), spelt) => {
    const said = folded(query);
    const take = (pieces, most) => {
      const all = new Map([...taken, ...pieces]);
      if (taken.size && all.size > taken.size && [...all.values()].reduce((a, b) => a + b) > most) return false;
      taken = all;
      return true;
    };
    for (const text of new Set([closed(query), query])) {
      const list = telling(words(text)),
        asked = readings(list),
        ranked = new Map(),
        counts = new Map();
      // Places are looked for by the words that say most, as many as may be loaded; and have to have all.
      let kept = [];
      for (const word of [...new Set(list)].sort((a, b) => isFrequent(a) - isFrequent(b) || b.length - a.length)) {
        const more = list.filter((one) => one === word || kept.includes(one));
        if (take(piecesWith(more), WORDS)) kept = more;
      }
      const postings = (await Promise.all(piecesWith(kept).map(loadWords))).flat();
      for (const [place, isWhole, sum, close] of readings(kept).flatMap((way) => rank(postings, way, counts))) {
        const [whole, most, closest] = ranked.get(place) ?? [false, 0, 0];
        ranked.set(place, [whole || isWhole, Math.max(most, isWhole ? sum + 1000 : sum), Math.max(close, closest)]);
      }
      const whole = [...ranked.values()].filter(([isWhole]) => isWhole).length;
      if (!whole && text !== query) continue;
      const lacks = whole ? [] : kept.filter((word) => !counts.get(word));
      const ways = spelt ? [] : lacks.map((word) => [word, alike(word, postings, list.length === 1)]);
      const spelling = new Map(ways.filter(([word, way]) => way && !/^\d/.test(word)));
      if (spelling.size) return find(list.map((word) => spelling.get(word) ?? word).join(" "), taken, spelling);
      const [most, key] = whole < FEW ? [NEAREST, 2] : [MOST, 1];
      const best = [...ranked].sort(([a, x], [b, y]) => y[0] - x[0] || y[key] - x[key] || a - b).slice(0, most);
      const pieces = best.map(([place]) => pieceOf(place)).filter((piece, at) => take([piece], ALL) || !at);
      const weigh = async ([name, , at, place]) => {
        const item = read((await load(name))[at]);
        const scores = asked.map((way) => score(item, way, query, said, counts));
        const [worth, close] = [0, 1].map((at) => Math.max(...scores.map((one) => one[at])));
        return { place, entry: item.entry, worth, close };
      };
      const weighed = await Promise.all(pieces.map(weigh));
      const by = (name) => weighed.filter((one) => one[name]).sort((a, b) => b[name] - a[name] || a.place - b.place);
      const found = by("worth");
      if (!found.length && text !== query) continue;
      const others = whole - pieces.filter(([, , , place]) => ranked.get(place)[0]).length,
        count = found.length && found.length + (kept.length < list.length ? 0 : others);
      const closest = by("close").filter((one, _, [first]) => 3 * one.close > first.close);
      const more = count < FEW ? closest.filter((one) => !found.includes(one)).slice(0, NEAREST - count) : [];
      return { found: [...found, ...more], count, asked: asked.flat(), spelling: spelt, lacks };
    }
  };

  // The text with the found words marked, shortened to the part around the first of them.
  const marked = (text, asked, most = Infinity) => {
    const parts = [...text.matchAll(/\d[\d,]*(?:\.\d+)?|[^\s\d\p{P}\p{S}]+/gu)].map((m) => [m.index, m[0]]);
    const isHit = (found) => asked.some((word) => fits(found, word)),
      pairs = new Set();
    parts.slice(1).forEach(([, part], at) => {
      if (joint([plain(parts[at][1]), plain(part)]).some(isHit)) pairs.add(at).add(at + 1);
    });
    const hits = parts.filter(([, part], at) => pairs.has(at) || words(part).some((word) => isHit(token(word))));
    let from = hits.length && hits[0][0] > most / 2 ? text.lastIndexOf(" ", hits[0][0] - most / 3) + 1 : 0;
    const to = Math.min(text.length, from + most),
      line = document.createDocumentFragment();
    if (from) line.append("…");
    for (const [at, part] of hits) {
      if (at < from || at + part.length > to) continue;
      line.append(text.slice(from, at), Object.assign(document.createElement("b"), { textContent: part }));
      from = at + part.length;
    }
    line.append(text.slice(from, to), to < text.length ? "…" : "");
    return line;
  };

  let latest = 0;
  const run = async (query) => {
    const own = ++latest;
    const [count, list] = document.getElementById("search-results").children;
    const got = words(query)[0] ? await find(query.trim()).catch(() => pieces.clear()) : {},
      { found = [], count: all, asked, spelling = [], lacks } = got ?? {};
    if (own !== latest) return; // the reader has typed on
    const spelt = [...spelling].map(([word, way]) => `Nothing has “${word}”: looked for “${way}” instead. `);
    const more = found.length - all, // places that lack a word; below none of those that lack none
      missed = lacks?.map((word) => `“${word}”`).join(" or ") || "all of these words";
    let said = `${all === 1 ? "One place" : `${all} places`} found.`;
    if (more < 0) said += ` These are the best ${found.length}.`;
    if (more > 0 && all) said += more > 1 ? ` ${more} more come near.` : " One more comes near.";
    const nearest = more > 1 ? `These ${more} come nearest.` : "This comes nearest.",
      none = "The book may have another word for it, or nothing on it.";
    if (!all) said = `No place found with ${missed}. ${more > 0 ? nearest : none}`;
    if (!asked) said = query.trim() && `No place found with “${query.trim()}”: it has no letter and no digit.`;
    if (!got) said = "Not all of the search came here. Search again; the ledger lists every figure.";
    count.textContent = spelt.join("") + said;
    list.replaceChildren(
      ...found.map(({ entry }) => {
        const named = marked(entry.value ? `${entry.title}: ${entry.value}` : entry.title, asked),
          text = marked([entry.asks, entry.text].filter(Boolean).join(" "), asked, 200),
          page = made("span", { className: "sop-found-page" }, entry.kind);
        const words = text.textContent && made("span", { className: "sop-found-text" }, text);
        return made("li", {}, page, made("a", { href: entry.href }, named), words);
      }),
    );
  };
  addEventListener("DOMContentLoaded", () => {
    const field = document.getElementById("q");
    field.value = new URLSearchParams(location.search).get("q") || "";
    field.addEventListener("input", () => {
      run(field.value);
      // A page opened from disk keeps its address.
      if (location.origin !== "null") history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
    });
    // The arrow keys lead from the field through the results and back.
    document.addEventListener("keydown", (event) => {
      const stops = [field, ...document.querySelectorAll("#search-results a")],
        at = stops.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (at < 0 || !step || !stops[at + step]) return;
      event.preventDefault();
      stops[at + step].focus();
    });
    run(field.value);
    field.focus();
  });
})();
