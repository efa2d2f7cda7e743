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

  // What stands beside a number and does not follow from it is marked (whatif.css): its words, a row’s verdict.
  const BLOCK = "p, li, dd, th, td, h1, h2, h3";
  const asWritten = (e) => {
    if (!e || e.dataset.written) return;
    undo.push(() => e.removeAttribute("data-written"));
    e.dataset.written = 1;
  };
  const figures = (ids, before, now) => {
    const places = new Map([...now.moved].map((place) => [ids[place], place]));
    const isOther = (place, style) => now.words(place, style) !== before.words(place, style);
    const follow = (e, place, as) => {
      const found = STYLES.find((each) => before.words(place, each) === plain(e.textContent).trim()),
        style = as || found || (e.matches("a") && "hedged");
      if (style && isOther(place, style)) set(e, would(now.words(place, style)));
    };
    for (const link of all(".sop-num[href]:not(.sop-turns *, .sop-turning *), dt > a, th > a")) {
      const place = places.get(idOf(link));
      if (place === undefined) continue;
      if (!link.closest(`.sop-figure, .sop-record`)) asWritten(link.closest(BLOCK));
      if (!now.numbers.has(place)) continue;
      if (link.matches(".sop-num")) {
        const value = link.parentElement.querySelector(".sop-card-value"),
          note = document.querySelector(`.sop-notes ol > :nth-child(${link.dataset.note})`);
        follow(link, place, link.dataset.as);
        if (value) follow(value, place, "full");
        asWritten(value?.parentElement);
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
    const sought = [...now.moved].filter(now.sentence).map((place) => [place, window.sopNames[place]]),
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
        words = make(isFalse && !now.partly.has(place) ? "s" : "ins", "sop-would", now.sentence(place)),
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
        isFalse = now.status(place) === "false",
        isEvidence = e.matches(".sop-evidence");
      undo.push(() => {
        e.className = className;
      });
      // No evidence is better for another number: where the finding holds, it is still that of the sources’ numbers.
      if (!isEvidence) e.className = `sop-num sop-sentence sop-is-${isFalse ? "turned" : "supposed"}`;
      else if (!isFalse) add(e, make("span", "", ", for the sources’ numbers"));
      else {
        e.className = "sop-evidence sop-evidence-turned";
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
      asWritten(record);
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
  const show = (ids, before, now, fares, warning) => {
    const notes = window.sopRedraw?.(before, now, ids, { undo, set, plain, float, STYLES });
    figures(ids, before, now);
    findings(ids, now, fares);
    records(ids, before, now, fares);
    for (const e of all(".sop-figure > figcaption, .sop-front-chart, .sop-squares")) {
      const title = ids.indexOf(idOf(e.parentElement.querySelector(".sop-source .sop-evidence"))),
        stays = "Drawn and titled with what the sources say, not with the other numbers.",
        turns = now.status(title) === "false" ? ` With these its title ${fares(title)}.` : "";
      add(e, make("p", "sop-stays", notes?.get(e.parentElement) ?? stays + turns));
    }
    for (const e of all(`.sop-take:not(${STAYS} *) p[data-path]`)) {
      const record = e.closest(".sop-record");
      if (!record || now.moved.has(ids.indexOf(record.id))) add(e, would(` ${warning}`));
    }
  };
  return { back, show };
})();
