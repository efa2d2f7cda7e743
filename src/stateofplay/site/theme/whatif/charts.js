// Charts with other numbers: the marks of a chart that says along which axis it shows numbers (site/read/movable.py)
// are moved to where its scale, as the ticks show it, has the other numbers. Where a mark does not stand where that
// puts what the source says, the chart stays as it is. A page asks for this file when it has such a chart.
window.sopRedraw = (() => {
  const DOT = 6, // pixels: half of a dot, which stands within the axis
    BESIDE = 20, // those between a dot and the words beside it (chapters/kinds.py)
    ROW = 40; // those across the axis within which the words of a mark stand
  const { close, place, words, scaleOf, cornersOf, along, span, partOf, shownBy, write } = window.sopDrawing;

  // A figure in words; in charts also without its unit, as in "about 30,000".
  const saying = (world, which, style) =>
    style ? world.words(which, style) : /^([a-z]+ )*/.exec(world.words(which))[0] + world.words(which, "number");
  // Words, with the style in which they say a figure, that stand at most so far across the axis from its mark.
  const textsOf = (svg, which, i, across, apart, { before, plain, STYLES }) =>
    [...svg.querySelectorAll("text")]
      .map((e) => [e, [...STYLES, ""].find((style) => plain(words(e)) === saying(before, which, style)), place(e)])
      .filter(([, style, at]) => style !== undefined && Math.abs(at[1 - i] - across) < apart);

  // One drawing, as a list of what to do, and what lies beyond its scale; null where something in it does not stand
  // where the numbers put it. `marks` are its elements with the figures that they show.
  const squares = (svg, marks, { before, now, float, put, set, ghost, ...tools }) => {
    const side = (e) => 2 * Math.abs(cornersOf(e.getAttribute("d"))[0][0]),
      value = (world, which) => float(world.quantity(which)[0] ?? NaN),
      [largest, its] = marks.reduce((a, b) => (side(b[0]) > side(a[0]) ? b : a)),
      most = side(largest);
    if (its < 0) return null;
    const scale = (x) => most * Math.sqrt(Math.max(x, 0) / value(before, its)),
      steps = [],
      beyond = new Set();
    for (const [e, which] of marks) {
      if (which < 0) continue;
      const wanted = scale(value(now, which)),
        half = Math.min(wanted, most) / 2;
      if (!close(side(e), scale(value(before, which))) || Number.isNaN(half)) return null;
      if (!now.numbers.has(which)) continue;
      if (wanted > most && !close(wanted, most)) beyond.add(which);
      steps.push(() => {
        ghost(e);
        put(e, "d", `M${-half} ${-half}h${2 * half}v${2 * half}h${-2 * half}z`);
        for (const [text, style] of textsOf(svg, which, 0, 0, Infinity, { before, ...tools }))
          if (place(text)[0] === place(e)[0])
            write(text, saying(now, which, style) + (beyond.has(which) ? " ↑" : ""), set);
      });
    }
    return { steps, beyond };
  };

  // In percent of the article's number: where that is another, what others say moves against it.
  const shares = (svg, marks, i, [scale, first, last], at, { before, now, numbersOf, put, set, ghost, plain }) => {
    const steps = [],
      percent = (world, which, x) => {
        const [, value, low, high] = numbersOf(world, which);
        return (x / (value ?? (low + high) / 2)) * 100;
      };
    for (const [e, which] of marks) {
      const part = partOf(e, i, put),
        range = numbersOf(before, which).slice(2),
        stands = range.map((x) => scale(percent(before, which, x)));
      const own = [...svg.querySelectorAll("path[fill]:not([data-mark], [transform])")]
        .map((path) => partOf(path, i, put))
        .find(
          ({ room: [c0, c1] = [], ends }) =>
            c0 < part.across && part.across < c1 && ends.every((end, n) => close(end, stands[n])),
        );
      if (!own) return null;
      if (!now.numbers.has(which)) continue;
      const grows = percent(now, which, 1) / percent(before, which, 1),
        perPixel = (last - first) / (scale(last) - scale(first)),
        texts = [...svg.querySelectorAll("text")].filter(
          (text) =>
            plain(words(text)).includes(before.words(which)) && Math.abs(place(text)[1 - i] - part.across) < ROW,
        );
      steps.push(() => {
        ghost(e);
        part.draw(part.ends.map((p) => at((first + (p - scale(first)) * perPixel) * grows, which)));
        own.draw(
          numbersOf(now, which)
            .slice(2)
            .map((x) => at(percent(now, which, x), which)),
        );
        for (const text of texts) write(text, plain(words(text)).replace(before.words(which), now.words(which)), set);
      });
    }
    return steps;
  };

  const rows = (svg, marks, i, [scale], at, { before, now, numbersOf, put, set, ghost, edges, beyond, ...tools }) => {
    const steps = [],
      centres = [],
      read = new Map(); // what the words beside a mark stand at
    const within = (p) => Math.min(Math.max(p, edges[0] + DOT), edges[1] - DOT);
    const parts = marks.map(([e, which]) => {
      const part = partOf(e, i, put);
      return { e, which, part, shows: shownBy(part.ends, numbersOf(before, which), scale) };
    });
    for (const { e, which, part, ...found } of parts) {
      const [was, is] = [before, now].map((world) => numbersOf(world, which)),
        beside = parts.some((other) => other.shows && other.e.dataset.mark === e.dataset.mark);
      // A sign beside the mark, an arrow say, keeps its distance.
      const shows = found.shows ?? (part.centre && beside ? [[1, part.ends[0] - scale(was[1])]] : null);
      if (!shows) return null;
      if (!now.numbers.has(which)) continue;
      const arrow = shows.find(([, away]) => away)?.[1] ?? 0,
        isClosed = arrow && Number.isFinite(is[arrow > 0 ? 3 : 2]),
        ends = shows.map(([each, away]) => at(is[each] ?? is[2], which) + away);
      if (part.centre && beyond.has(which)) ends[0] = within(ends[0]);
      if (part.centre) centres.push([part.centre, i ? [part.across, ends[0]] : [ends[0], part.across]]);
      steps.push(() => {
        ghost(e);
        if (isClosed) put(e, "display", "none");
        else part.draw(ends);
        if (e.getAttribute("fill") === "var(--sop-paper)" && is[2] === is[3]) put(e, "fill", e.getAttribute("stroke"));
      });
      const said = read.get(e.dataset.mark) ?? { which, across: part.across };
      said.wasOpen ||= isClosed && arrow > 0;
      said.isBar ||= part.room && shows.some(([each]) => each === 0);
      read.set(e.dataset.mark, said);
    }
    for (const { which, across, wasOpen, isBar } of read.values())
      for (const [text, style, own] of textsOf(svg, which, i, across, ROW / 2, { before, ...tools })) {
        const [was, is] = [before, now].map((world) => numbersOf(world, which)),
          away = (each) => (Number.isFinite(was[each] ?? NaN) ? Math.abs(own[i] - scale(was[each])) : Infinity),
          end = [1, 3, 2].reduce((a, b) => (away(b) < away(a) ? b : a)), // the number that they stand beside
          to = at(is[end] ?? is[2], which),
          offset = own[i] - scale(was[end]),
          arrows = i ? " ↑ ↓" : " ← →",
          sign = beyond.has(which) ? arrows.slice(to > edges[0] ? 2 : 0).slice(0, 2) : "",
          said = saying(now, which, style) + sign,
          room = svg.getAttribute("width") - place(text.parentElement.closest("[transform]"))[0] - to - offset,
          turns = !i && offset > 0 && said.length * 7 > room,
          moved = to + (turns ? -offset : wasOpen ? Math.min(offset, BESIDE) : offset);
        steps.push(() => {
          write(text, said, set);
          put(text, "font-weight", "bold");
          if (turns) put(text, "text-anchor", "end");
          if (turns && isBar) put(text, "fill", "var(--sop-paper)");
          put(text, "transform", text.getAttribute("transform").replace(/\(.*?\)/, `(${along(i, moved, own[1 - i])})`));
        });
      }
    for (const e of svg.querySelectorAll("path:not([data-mark], [transform])")) {
      const corners = cornersOf(e.getAttribute("d")),
        moved = (corner) => centres.find(([was]) => was.every((x, n) => close(x, corner[n])))?.[1];
      if (!/[^MLlm\d.,\s-]/.test(e.getAttribute("d")) && corners.some(moved))
        steps.push(() =>
          put(
            e,
            "d",
            corners.map((corner) => `${corner[2] ? "M" : "L"}${moved(corner) ?? corner.slice(0, 2)}`).join(""),
          ),
        );
    }
    return steps;
  };

  const plan = (svg, { along: axis, domain, shares: isShares }, shown, tools) => {
    const marks = [...svg.querySelectorAll("[data-mark]")].map((e) => [e, shown[e.dataset.mark]]),
      followed = marks.filter(([, which]) => which >= 0),
      i = axis === "y" ? 1 : 0;
    if (axis === "size") return squares(svg, marks, tools);
    const scale = scaleOf(svg, i),
      beyond = new Set();
    if (!scale) return null;
    const [to, ...ends] = scale,
      edges = span((domain?.split(" ").map(Number) ?? ends).map(to));
    const at = (x, which) => {
      const wanted = to(x);
      if (Number.isFinite(x) && !edges.some((end) => close(end, wanted)) && !(wanted > edges[0] && wanted < edges[1]))
        beyond.add(which);
      return Number.isNaN(wanted) ? edges[0] : Math.min(Math.max(wanted, edges[0]), edges[1]);
    };
    const numbersOf = (world, which) => [0, ...world.quantity(which).map((x) => x && tools.float(x))],
      draw = isShares === undefined ? rows : shares,
      steps = draw(svg, followed, i, scale, at, { ...tools, numbersOf, edges, beyond });
    return steps && { steps, beyond };
  };

  // Redraws the charts that can be; gives for each a sentence on what it shows. `tools` are how things are
  // changed so that they can be taken back (follow.js).
  return (before, now, ids, tools) => {
    const { undo, set, plain } = tools,
      name = (which) => window.sopNames[which],
      notes = new Map();
    const put = (e, attribute, value) => {
      const was = e.getAttribute(attribute);
      undo.push(() => (was === null ? e.removeAttribute(attribute) : e.setAttribute(attribute, was)));
      e.setAttribute(attribute, value);
    };
    const ghost = (e) => {
      const left = e.cloneNode();
      left.removeAttribute("data-mark");
      left.setAttribute("opacity", 0.75); // 3:1 against the paper
      e.before(left);
      undo.push(() => left.remove());
    };
    for (const chart of document.querySelectorAll("[data-along]")) {
      const figure = chart.parentElement,
        items = [...chart.querySelectorAll("li")].filter((item) => !item.firstElementChild),
        shown = items.map((item) => ids.indexOf(item.dataset.of)),
        changed = [...new Set(shown)].filter((which) => now.numbers.has(which)),
        drawn = [...chart.querySelectorAll(":scope > svg")].map((svg) =>
          plan(svg, chart.dataset, shown, { ...tools, before, now, put, ghost }),
        );
      if (!drawn.every(Boolean)) continue;
      for (const { steps } of drawn) for (const step of steps) step();
      const told = (which) => `${now.words(which)} instead of ${before.words(which)}`;
      items.forEach((item, n) => {
        if (!changed.includes(shown[n])) return;
        const label = plain(item.textContent),
          was = before.words(shown[n]),
          is = told(shown[n]);
        set(item, label.includes(was) ? label.replace(was, is) : `${label} (with other numbers: ${is})`);
      });
      const alt = document.getElementById(`${figure.id}-alt`),
        far = [...new Set(drawn.flatMap(({ beyond }) => [...beyond]))].map(name),
        list = changed.map((which) => `${name(which)}: ${told(which)}`);
      if (changed.length) set(alt, `${alt.textContent} With other numbers: ${list.join("; ")}.`);
      notes.set(
        figure,
        changed.length
          ? "Redrawn with the other numbers, which are bold, on the same scale. What is faint is what the sources say."
          : "None of the numbers in this chart is another.",
      );
      if (figure.querySelector(".sop-explore"))
        notes.set(figure, `${notes.get(figure)} Explore shows the sources’ numbers.`);
      if (far.length) notes.set(figure, `${notes.get(figure)} Beyond the end of the scale: ${far.join("; ")}.`);
      put(figure, "class", "sop-figure sop-redrawn");
    }
    return notes;
  };
})();
