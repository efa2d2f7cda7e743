// All that follows in the open page from other numbers: figures in their words, findings, small ranges; what does not
// follow says so. All of it is taken back before the next numbers are shown.
window.sopFollow = (() => {
  const undo = [];
  const set = (e, ...parts) => {
    const before = [...e.childNodes];
    undo.push(() => e.replaceChildren(...before));
    e.replaceChildren(...parts);
  };
  const add = (e, part) => {
    undo.push(() => part.remove());
    e.append(part);
  };
  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  const would = (text) => make("ins", "sop-would", text);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const plain = (text) => text.replaceAll("\u00a0", " ");
  const idOf = (link) => link?.hash?.slice(1) ?? "";
  const STAYS = ".sop-figure:not(.sop-redrawn)"; // a chart that shows what the sources say
  const STYLES = "hedged bare number range full rough spelled".split(" "); // as numbers/wording.py has them
  const float = (x) => (typeof x === "number" ? x : Number(x.n) / Number(x.d));

  // What pages say of figures and findings, kept in this tab for pages that do not say it.
  let kept = {};
  try {
    kept = sessionStorage;
  } catch {
    /* storage is switched off */
  }
  // The sentences that are known, by their findings' places: those of links to records, of records, of the title.
  const sentences = new Map();
  const learn = (model, ids, before) => {
    const { sentence } = window.sopExact,
      first = ids.length - model.findings.length;
    const note = (id, e, text = plain(e?.firstChild?.textContent ?? "")) => {
      const place = ids.indexOf(id);
      if (place >= first && sentence(model.findings[place - first], text, before, before)) {
        sentences.set(place, text);
        kept[`sop-${id}`] = text;
      }
    };
    for (const id of ids) note(id, null, kept[`sop-${id}`]);
    for (const link of all("a[href*='#']")) note(idOf(link), link);
    for (const record of all(".sop-record")) note(record.id, record.firstElementChild);
    for (const chart of all(".sop-figure"))
      note(idOf(chart.querySelector(".sop-source .sop-evidence")), chart.querySelector(".sop-title > span"));
    for (const card of all("[data-finding]")) note(card.dataset.finding, card.querySelector("h3 > a"));
    for (const line of all(".sop-evidence-line")) note(idOf(line.firstElementChild), line.previousElementSibling);
  };

  const figures = (ids, before, now) => {
    const isOther = (place, style) => now.words(place, style) !== before.words(place, style);
    const places = new Map([...now.numbers.keys()].map((place) => [ids[place], place]));
    const follow = (e, place, as) => {
      const found = STYLES.find((each) => before.words(place, each) === plain(e.textContent).trim()),
        style = as || found || (e.matches("a") && "hedged");
      if (style && isOther(place, style)) set(e, would(now.words(place, style)));
    };
    for (const link of all(".sop-num[href]:not(.sop-turns *, .sop-turning *), dt > a, th > a")) {
      const place = places.get(idOf(link));
      if (place === undefined) continue;
      if (link.matches(".sop-num")) {
        const value = link.parentElement.querySelector(".sop-card-value"),
          note = document.querySelector(`.sop-notes ol > :nth-child(${link.dataset.note})`);
        follow(link, place, link.dataset.as);
        if (value) follow(value, place, "full");
        if (note && isOther(place, "full"))
          set(note, note.textContent.replace(before.words(place, "full"), now.words(place, "full")));
      }
      // A line of a record has one cell for its number; a row of a table may have more, and one for its range.
      else
        for (let e = link.parentElement.nextElementSibling; e && !e.matches("dt"); e = e.nextElementSibling)
          follow(e, place);
    }
  };

  // A finding wherever its sentence stands; one that would not hold is struck out and says so.
  const findings = (ids, now, fares) => {
    const sought = [...sentences].filter(([place]) => now.moved.has(place)),
      walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
        node.parentElement.closest(`${STAYS}, .sop-supposed, script, [role=status]`) ? 2 : 1,
      ),
      found = [];
    while (walker.nextNode())
      for (const [place, was] of sought) {
        const at = plain(walker.currentNode.data).indexOf(was);
        if (at >= 0) found.push([walker.currentNode, place, at, was.length]);
      }
    for (const [node, place, at, length] of found) {
      const isFalse = now.status(place) === "false",
        words = make(isFalse ? "s" : "ins", "sop-would", now.sentence(place)),
        holder = make("span", "");
      holder.append(node.data.slice(0, at), words, node.data.slice(at + length));
      if (isFalse) words.after(make("b", "sop-turned", ` ${fares(place)}`));
      node.replaceWith(holder);
      undo.push(() => holder.replaceWith(node));
    }
    for (const e of all(".sop-sentence, .sop-evidence")) {
      const place = [idOf(e), idOf(e.previousElementSibling), e.closest("[data-finding]")?.dataset.finding]
        .map((id) => ids.indexOf(id))
        .find((each) => each >= 0);
      if (!now.moved.has(place) || e.closest(STAYS)) continue;
      const { className } = e,
        kind = now.status(place) === "false" ? "turned" : "supposed";
      undo.push(() => {
        e.className = className;
      });
      if (e.matches(".sop-sentence")) e.className = `sop-num sop-sentence sop-is-${kind}`;
      else {
        e.className = `sop-evidence sop-evidence-${kind}`;
        set(e, `With other numbers it ${fares(place)}`);
      }
    }
  };

  // A range as lists/ranges.py draws it.
  const shape = (tag, properties) => {
    const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries({ class: "sop-r-supposed", ...properties })) e.setAttribute(name, value);
    return e;
  };
  const onScale = (x, from, to) => 6 + ((Math.min(Math.max(x, from), to) - from) / (to - from)) * 188;
  const drawing = (q) => {
    const [value, low, high] = q.map((x) => x && float(x)),
      ends = [low, high, value].filter(Number.isFinite),
      [least, most] = [Math.min(...ends), Math.max(...ends)],
      room = (most - least || Math.abs(most) || 1) * 0.15,
      at = (x) => onScale(x, least - room, most + room),
      parts = low === high ? [] : [shape("line", { x1: at(low), x2: at(high), y1: 9, y2: 9 })];
    const arrow = (end, tip) => shape("path", { d: `M${at(end) + tip * 4} 9l${-tip * 7} -4v8z` });
    if (low === -Infinity) parts.push(arrow(low, -1));
    if (high === Infinity) parts.push(arrow(high, 1));
    if (value !== null) parts.push(shape("circle", { cx: at(value), cy: 9, r: 4.5 }));
    return parts;
  };
  const records = (ids, before, now, fares) => {
    for (const place of now.moved) {
      const record = document.getElementById(ids[place]);
      if (!record?.matches(".sop-record")) continue;
      const part = (selector) => record.querySelector(selector),
        own = part(".sop-values-as-stated svg"),
        [from, to] = (part(".sop-change")?.dataset.scale ?? "").split(" ").map(Number);
      if (!now.numbers.has(place)) {
        set(part(".sop-arithmetic"), `With other numbers it ${fares(place)}`);
        continue;
      }
      const value = part(".sop-record-value"),
        svg = value.querySelector("svg"),
        [is, was] = [now, before].map((world) => world.words(place, "full"));
      if (svg) set(svg, ...drawing(now.quantity(place)));
      if (record.matches(".sop-record-derived")) set(part(".sop-record-says"), would(`With other numbers: ${is}.`));
      set(value, would(is), ` instead of ${was}`, ...(svg ? [svg] : []));
      if (own && to > from)
        add(own, shape("circle", { cx: onScale(float(now.quantity(place)[0]), from, to), cy: 9, r: 4.5 }));
    }
  };

  const back = () => {
    while (undo.length) undo.pop()();
  };
  const show = (ids, before, now, fares, warning, label) => {
    const notes = window.sopRedraw?.(before, now, ids, label, { undo, set, plain, float, STYLES });
    figures(ids, before, now);
    findings(ids, now, fares);
    records(ids, before, now, fares);
    for (const e of all(".sop-figure > figcaption, .sop-front-chart, .sop-squares"))
      add(
        e,
        make(
          "p",
          "sop-stays",
          notes?.get(e.parentElement) ?? "Drawn with what the sources say, not with the other numbers.",
        ),
      );
    for (const e of all(`.sop-take:not(${STAYS} *) p[data-path]`)) {
      const record = e.closest(".sop-record");
      if (!record || now.moved.has(ids.indexOf(record.id))) add(e, would(` ${warning}`));
    }
  };
  return { learn, back, show, sentences, kept };
})();
