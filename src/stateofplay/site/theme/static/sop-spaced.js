// Fits charts to a reader's own spacing of letters and words: words are moved apart, and drawings grow to hold them.
// Loaded only where somebody has set such a spacing.
(() => {
  const texts = (svg) => [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
  const over = (one, other) =>
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3
      ? Math.min(one.right, other.right) - Math.max(one.left, other.left)
      : 0;
  const apart = (svg) => {
    const all = texts(svg).map((text) => ({ text, by: 0, words: text.textContent }));
    for (const each of all) each.text.style.translate = "";
    const scale = svg.getScreenCTM().a;
    for (let round = 0, moved = true; moved && round < 6; round++) {
      moved = false;
      for (const each of all) each.box = each.text.getBoundingClientRect();
      for (const [at, one] of all.entries())
        for (const other of all.slice(at + 1)) {
          const far = one.words === other.words ? 0 : over(one.box, other.box); // a rim is the same words
          if (far <= 0) continue;
          const first = one.box.left + one.box.right < other.box.left + other.box.right;
          const [left, right] = first ? [one, other] : [other, one];
          const step = (far / 2 + 2) / scale;
          left.by -= step;
          right.by += step;
          moved = true;
        }
      for (const { text, by } of all) if (by) text.style.translate = `${by}px`;
    }
  };
  const grow = (svg) => {
    svg.dataset.room ||= svg.getAttribute("viewBox");
    const [x, y, width, height] = svg.dataset.room.split(" ").map(Number);
    svg.setAttribute("viewBox", svg.dataset.room);
    const [around, scale] = [svg.getBoundingClientRect(), svg.getScreenCTM().a],
      boxes = texts(svg).map((text) => text.getBoundingClientRect());
    const left = Math.max(0, ...boxes.map((box) => around.left - box.left)) / scale,
      right = Math.max(0, ...boxes.map((box) => box.right - around.right)) / scale;
    svg.setAttribute("viewBox", `${x - left} ${y} ${width + left + right} ${height}`);
  };
  window.sopSpace = () => {
    for (const svg of document.querySelectorAll(".sop-chart > svg"))
      if (svg.getClientRects().length) {
        apart(svg);
        grow(svg);
      }
  };
})();
