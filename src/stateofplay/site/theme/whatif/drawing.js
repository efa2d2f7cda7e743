// A drawing of a chart, as charts/svg.py leaves it: its scale as the ticks show it, and its marks, which can be moved.
window.sopDrawing = (() => {
  const NEAR = 0.8, // pixels by which rounding moves what is drawn
    ARROW = 30, // pixels from a number to the head of its arrow (chapters/bounds.py)
    LIFT = 4; // pixels by which the words of a tick of an upright axis stand under it
  const close = (a, b) => Math.abs(a - b) < NEAR;
  const place = (e) => (/(-?[\d.]+),(-?[\d.]+)/.exec(e.getAttribute("transform")) ?? [0, 0, 0]).slice(1).map(Number);
  const words = (text) => [...(text.children.length ? text.children : [text])].map((e) => e.textContent).join(" ");
  const numeral = (text) =>
    /^[-−]?[\d,]+(\.\d+)?$/.test(text) ? Number(text.replaceAll(",", "").replace("−", "-")) : NaN;

  // The scale of a drawing along an axis (0: x, 1: y), from a number to its pixel, as far as its ticks go.
  const scaleOf = (svg, i) => {
    for (const axis of svg.querySelectorAll("g")) {
      if (axis.querySelector("[data-mark]")) continue;
      const ticks = [...axis.children]
        .filter((e) => e.tagName === "text")
        .map((e) => [numeral(e.textContent), place(e)])
        .filter(([x, at]) => !Number.isNaN(x) && at[1 - i] === (i ? -6 : 16));
      if (ticks.length < 2) continue;
      const at = ticks.map(([x, to]) => [x, to[i] - i * LIFT]),
        [[x0, p0], [x1, p1]] = [at[0], at.at(-1)];
      for (const bent of [(x) => x, Math.log]) {
        const scale = (x) => p0 + ((bent(x) - bent(x0)) / (bent(x1) - bent(x0))) * (p1 - p0);
        if (at.every(([x, p]) => close(scale(x), p))) return [scale, x0, x1];
      }
    }
    return null;
  };

  // The corners of a path of straight lines and curves, from the place of the pen.
  const cornersOf = (d) => {
    const corners = [];
    let at = [0, 0];
    for (const [, command, rest] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
      const numbers = (rest.match(/-?\d*\.?\d+/g) ?? []).map(Number),
        from = command === command.toLowerCase() ? 1 : 0;
      const go = (x, y) => {
        at = [x, y];
        corners.push([x, y, /m/i.test(command)]);
      };
      if (/h/i.test(command)) for (const x of numbers) go(at[0] * from + x, at[1]);
      else if (/v/i.test(command)) for (const y of numbers) go(at[0], at[1] * from + y);
      else for (let n = 0; n + 1 < numbers.length; n += 2) go(at[0] * from + numbers[n], at[1] * from + numbers[n + 1]);
    }
    return corners;
  };
  const along = (i, u, across) => (i ? `${across},${u}` : `${u},${across}`);
  const span = (list) => [Math.min(...list), Math.max(...list)];

  // What is drawn of a mark: from where to where along the axis and across it, and how it is drawn elsewhere.
  const partOf = (e, i, put) => {
    const [x, y] = place(e);
    if (e.tagName === "line") {
      const to = [x + Number(e.getAttribute("x2") ?? 0), y + Number(e.getAttribute("y2") ?? 0)];
      return {
        ends: [[x, y][i], to[i]],
        across: [x, y][1 - i],
        draw: ([a, b]) => {
          put(e, "transform", `translate(${along(i, a, [x, y][1 - i])})`);
          put(e, i ? "y2" : "x2", b - a);
        },
      };
    }
    const d = e.getAttribute("d");
    if (e.hasAttribute("transform") || /a/i.test(d)) {
      const across = [x, y][1 - i];
      return {
        ends: [[x, y][i]],
        across,
        centre: [x, y],
        draw: ([a]) => put(e, "transform", `translate(${along(i, a, across)})`),
      };
    }
    const corners = cornersOf(d),
      [from, to] = span(corners.map((corner) => corner[i])),
      [c0, c1] = span(corners.map((corner) => corner[1 - i])),
      r = /C/.test(d) ? Math.max(Math.abs(corners[0][0] - from), Math.abs(corners[0][1] - c0)) : 0;
    return {
      ends: [from, to],
      across: (c0 + c1) / 2,
      room: [c0, c1],
      draw: (ends) => {
        let [a, b] = span(ends);
        if (b - a < 2 * r) [a, b] = [(a + b) / 2 - r, (a + b) / 2 + r]; // a range of nothing is a dot
        const p = (u, across) => along(i, u, across),
          round = (u, across, v, to) => (r ? `Q${p(u, across)},${p(v, to)}` : `L${p(u, across)}`);
        const sides = `L${p(b - r, c0)}${round(b, c0, b, c0 + r)}L${p(b, c1 - r)}${round(b, c1, b - r, c1)}`;
        const others = `L${p(a + r, c1)}${round(a, c1, a, c1 - r)}L${p(a, c0 + r)}${round(a, c0, a + r, c0)}Z`;
        put(e, "d", `M${p(a + r, c0)}${sides}${others}`);
      },
    };
  };

  // Which of a figure's numbers [nought, value, low, high] the ends of a part show, each with a distance from it; null
  // where they show none.
  const shownBy = (ends, q, scale) => {
    const at = q.map((x) => (x === null ? NaN : scale(x)));
    const pairs = [
      [2, 3],
      [0, 1],
      [2, 1],
      [1, 3],
    ];
    if (ends.length === 1) {
      const which = [1, 2, 3].find((each) => close(at[each], ends[0])),
        away = [ARROW, -ARROW].find((each) => close(at[1] + each, ends[0]));
      return which ? [[which, 0]] : away ? [[1, away]] : null;
    }
    for (const [first, last] of pairs)
      for (const [a, b] of [
        [first, last],
        [last, first],
      ])
        if (close(at[a], ends[0]) && close(at[b], ends[1]))
          return [
            [a, 0],
            [b, 0],
          ];
    const away = [ARROW, -ARROW].find((each) => close(at[1], ends[0]) && close(at[1] + each, ends[1]));
    return away
      ? [
          [1, 0],
          [1, away],
        ]
      : null;
  };

  // Words in the lines of those before.
  const write = (text, said, set) => {
    const lines = [...text.children],
      most = Math.max(...lines.map((line) => line.textContent.length)),
      broken = [""];
    if (!lines.length) return set(text, said);
    for (const word of said.split(" "))
      if (broken.at(-1) && `${broken.at(-1)} ${word}`.length > most) broken.push(word);
      else broken.push(`${broken.pop()} ${word}`.trim());
    set(
      text,
      ...broken.map((line, n) => {
        const e = lines[Math.min(n, lines.length - 1)].cloneNode();
        e.textContent = line;
        return e;
      }),
    );
  };
  return { close, place, words, scaleOf, cornersOf, along, span, partOf, shownBy, write };
})();
