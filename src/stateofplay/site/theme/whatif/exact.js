// What would follow from other numbers, computed and worded as the program does (numbers/quantity.py, wording.py), in
// exact fractions: { n, d, w }, with w the decimals written; an open end is infinite. A quantity is [value, low, high].
window.sopExact = (() => {
  const size = (n) => (n < 0n ? -n : n);
  const of = (n, d = 1n, w = 0) => {
    let [a, b] = [size(n), size(d)];
    while (b) [a, b] = [b, a % b];
    if (d < 0n) a = -a;
    return { n: n / a, d: d / a, w };
  };
  const read = (text) => {
    const [top, bottom = "1"] = text.split("/"),
      w = (top.split(".")[1] || "").length;
    return of(BigInt(top.replace(".", "")), 10n ** BigInt(w) * BigInt(bottom), w);
  };
  // A number as people type it, with commas or blanks between thousands; nothing for what may be thousands, as much of
  // Europe writes them, and for all else (numbers/numerals.py has the same rule).
  const typed = (text) =>
    /^(?![-−]?[1-9]\d{0,2}\.\d{3}$|(\D*\d){16})[-−]?(\d+|\d{1,3}([ ,]\d{3})+)(\.\d+)?$/.test(text)
      ? text.replace(/[ ,]/g, "").replace("−", "-")
      : "";
  const zero = of(0n);
  const isOpen = (x) => typeof x === "number";
  const sign = (x) => (isOpen(x) ? Math.sign(x) : x.n > 0n ? 1 : x.n < 0n ? -1 : 0);
  const plus = (a, b) => (isOpen(a) ? a : isOpen(b) ? b : of(a.n * b.d + b.n * a.d, a.d * b.d));
  const minus = (x) => (isOpen(x) ? -x : of(-x.n, x.d));
  const times = (a, b) => {
    const s = sign(a) * sign(b);
    return s && (isOpen(a) || isOpen(b)) ? s * Infinity : s ? of(a.n * b.n, a.d * b.d) : zero;
  };
  const over = (x) => (isOpen(x) ? zero : of(x.d, x.n));
  const side = (x) => (isOpen(x) ? Math.sign(x) : 0);
  const compare = (a, b) => (isOpen(a) || isOpen(b) ? Math.sign(side(a) - side(b)) : sign(plus(a, minus(b))));
  const least = (list) => list.reduce((a, b) => (compare(a, b) <= 0 ? a : b));
  const most = (list) => list.reduce((a, b) => (compare(a, b) >= 0 ? a : b));

  const one = (x) => [x, x, x];
  const isExact = ([v, low, high]) => v !== null && !compare(low, high);
  const negated = ([v, low, high]) => [v && minus(v), minus(high), minus(low)];
  const sum = (a, b) => [a[0] && b[0] && plus(a[0], b[0]), plus(a[1], b[1]), plus(a[2], b[2])];
  const product = (a, b) => {
    const corners = [times(a[1], b[1]), times(a[1], b[2]), times(a[2], b[1]), times(a[2], b[2])];
    return [a[0] && b[0] && times(a[0], b[0]), least(corners), most(corners)];
  };
  const inverse = ([v, low, high]) => {
    if ((v && !sign(v)) || (!sign(low) && !sign(high))) throw new RangeError("divides by zero");
    const ends = sign(low) < 0 && sign(high) > 0 ? [zero, zero] : [high, low];
    return [v && over(v), sign(ends[0]) ? over(ends[0]) : -Infinity, sign(ends[1]) ? over(ends[1]) : Infinity];
  };
  const OPERATORS = {
    "~": negated,
    "+": sum,
    "-": (a, b) => sum(a, negated(b)),
    "*": product,
    "/": (a, b) => product(a, inverse(b)),
  };
  const evaluate = (node, at) => {
    if (isOpen(node)) return at(node); // the place of a name
    if (typeof node === "string") return one(read(node));
    const [op, ...parts] = node;
    if (op !== "±") return OPERATORS[op](...parts.map((part) => evaluate(part, at)));
    return parts.map((part, i) => (part === null ? [null, -Infinity, Infinity][i] : read(part)));
  };

  // [true at the stated values (null: none are stated), over all values, over none]
  const truth = (stated, always, never) => [stated === null && (always || never) ? always : stated, always, never];
  const less = (a, b, most) => {
    const fits = (x, y) => compare(x, y) < most;
    return truth(a[0] && b[0] && fits(a[0], b[0]), fits(a[2], b[1]), !fits(a[1], b[2]));
  };
  const same = (a, b) =>
    truth(
      a[0] && b[0] && !compare(a[0], b[0]),
      [a[2], ...b.slice(1)].every((end) => !compare(a[1], end)),
      compare(a[1], b[2]) > 0 || compare(b[1], a[2]) > 0,
    );
  const not = ([stated, always, never]) => [stated === null ? null : !stated, never, always];
  const both = (a, b) => {
    const stated = a[0] === false || b[0] === false ? false : a[0] === null || b[0] === null ? null : true;
    return truth(stated, a[1] && b[1], a[2] || b[2]);
  };
  const judge = ([op, ...parts], at) => {
    if (op === "!") return not(judge(parts[0], at));
    if (op === "&") return parts.map((part) => judge(part, at)).reduce(both);
    if (op === "|") return not(parts.map((part) => not(judge(part, at))).reduce(both));
    const [a, b] = parts.map((part) => evaluate(part, at));
    return op === "=" ? same(a, b) : less(a, b, op === "<" ? 0 : 1);
  };

  // Words.
  const hedged = (bound) => (bound === "exact" ? "" : `${bound.replace("_", " ")} `);
  const COUNTS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");
  const ORDINALS = " first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(" ");
  const SHARES = Object.entries({
    "100/6": "one-sixth",
    20: "one-fifth",
    25: "a quarter",
    "100/3": "one-third",
    40: "two-fifths",
    50: "half",
    60: "three-fifths",
    "200/3": "two-thirds",
    75: "three-quarters",
    80: "four-fifths",
  }).map(([at, words]) => [read(at), words]);
  const power = (k) => (k < 0 ? of(1n, 10n ** BigInt(-k)) : of(10n ** BigInt(k)));
  const shifted = (x, digits, whole) => {
    const { n, d } = times(x, power(digits));
    return times(of(whole(n / d, n % d, d)), power(-digits));
  };
  // To the nearest; of two that are as near, to the even one.
  const round = (x, digits) =>
    shifted(x, digits, (n, rest, d) => {
      const half = size(rest) * 2n - d;
      return half > 0n || (!half && n % 2n) ? n + (rest < 0n ? -1n : 1n) : n;
    });
  const outward = (x, digits, up) =>
    shifted(x, digits, (n, rest) => (up && rest > 0n ? n + 1n : !up && rest < 0n ? n - 1n : n));
  const digitsFor = (x, significant = 3) => {
    if (!sign(x) || isOpen(x)) return 0;
    const exponent = `${size(x.n)}`.length - `${x.d}`.length;
    return significant - 1 - exponent + (compare(of(size(x.n), x.d), power(exponent)) < 0);
  };
  const decimalsOf = (x) => {
    let [rest, most] = [x.d, x.w];
    for (const prime of [2n, 5n])
      for (let count = 1; rest % prime === 0n; count++) {
        rest /= prime;
        most = Math.max(most, count);
      }
    return rest === 1n ? most : digitsFor(x);
  };
  const number = (x, digits = decimalsOf(x)) => {
    const rounded = round(x, digits),
      places = Math.max(digits, 0),
      text = `${(size(rounded.n) * 10n ** BigInt(places)) / rounded.d}`.padStart(places + 1, "0"),
      at = text.length - places,
      whole = text.slice(0, at).replace(/\B(?=(\d{3})+$)/g, ",");
    return (rounded.n < 0n ? "−" : "") + whole + (places ? "." : "") + text.slice(at);
  };
  const th = (digits) => (/1\d$/.test(digits) ? "th" : { 1: "st", 2: "nd", 3: "rd" }[digits.at(-1)] || "th");
  const around = ([before, first, many = first, ordinal], text, count) => {
    const [minus, digits] = text[0] === "−" ? ["−", text.slice(1)] : ["", text],
      isOne = count && !isOpen(count) && size(count.n) === count.d;
    return minus + before + digits + (ordinal ? th(digits) : isOne ? first : many);
  };
  const range = ([, low, high], unit, significant, plain) => {
    const ends = [low, high].filter((end) => !isOpen(end));
    let digits = Math.max(...ends.map((end) => decimalsOf(end)));
    if (significant) {
      digits = Math.min(digits, Math.max(...ends.map((end) => digitsFor(end, significant))));
      ends.forEach((end, i) => {
        ends[i] = outward(end, digits, i || isOpen(low));
      });
    }
    const [first, last] = [0, -1].map((i) => number(ends.at(i), digits)),
      whole = plain ? last : around(unit, last, ends.at(-1));
    if (ends.length === 1) return (isOpen(low) ? "at most " : "at least ") + whole;
    if (first === last) return whole;
    return !plain && unit[0] ? `${around(unit, first)} to ${around(unit, last)}` : `${first} to ${whole}`;
  };
  const rough = (x, unit, exact) => {
    const digits = digitsFor(x, 2),
      rounded = round(x, digits),
      text = number(rounded, Math.max(0, Math.min(digits, decimalsOf(rounded))));
    return (exact && !compare(rounded, x) ? "" : "about ") + around(unit, text, rounded);
  };
  const spelled = (q, unit) => {
    const [v] = q;
    if (!v) return range(q, [], 0, true);
    if (unit[3]) return (v.d === 1n && ORDINALS[v.n]) || around(unit, number(v));
    return (v.d === 1n && COUNTS[v.n]) || number(v);
  };
  const share = (v) =>
    SHARES.find(([at]) => {
      const { n, d } = plus(at, minus(v));
      return size(n) * 20n < d;
    })?.[1];
  const statedDigits = ([v, low, high]) => {
    const own = decimalsOf(v);
    if (isOpen(low) || isOpen(high) || !compare(low, high)) return own;
    let digits = 0; // none that its own range makes meaningless
    while (digits < own && compare(power(-digits), times(plus(high, minus(low)), of(1n, 2n))) > 0) digits++;
    return Math.min(own, digits);
  };
  const stated = (q, bound, unit, style) => {
    const [v] = q;
    if (style === "spelled") {
      if ((unit[2] ?? unit[1]) !== "%") return spelled(q, unit);
      return (bound === "about" && share(v)) || stated(q, bound, unit);
    }
    if (style === "rough" && /^(exact|about)$/.test(bound)) return rough(v, unit, bound === "exact");
    if (bound === "between" || style === "range") return range(q, unit, 0, style === "number");
    const text = number(v, statedDigits(q));
    if (style === "number") return text;
    const words = around(unit, text, v);
    if (style === "bare") return words;
    const full = style === "full" && !isExact(q) && !isOpen(q[1]) && !isOpen(q[2]);
    return hedged(bound) + words + (full ? ` (${range(q, unit, 0, false)})` : "");
  };
  const oneSided = (q) => {
    const [v, low, high] = q;
    if (isOpen(low) || !compare(v, high)) return isExact(q) ? "" : "at most ";
    return isOpen(high) || !compare(v, low) ? "at least " : "";
  };
  const derived = (q, unit, style, significant = 3) => {
    const [v, low, high] = q,
      exact = isExact(q);
    if (isOpen(low) && isOpen(high)) return "any number";
    if (style === "spelled") return spelled(q, unit);
    if (style === "rough") return exact ? rough(v, unit, true) : derived(q, unit, "", 2);
    if (!v || (style === "range" && !exact)) return range(q, unit, significant, style === "number");
    const own = decimalsOf(v),
      limit = oneSided(q),
      whole = !own && significant > 2 && (exact || limit);
    let digits = whole ? 0 : Math.min(own, digitsFor(v, significant)),
      shown = round(v, digits);
    if (digits > 0) digits = Math.min(digits, decimalsOf(shown));
    if (limit) {
      const end = limit === "at most " ? high : low;
      shown = outward(end, digits, end === high);
    }
    const text = number(shown, digits);
    if (style === "number") return text;
    const words = around(unit, text, shown);
    if (style === "bare") return words;
    if (limit) return limit + words;
    const full = style === "full" && !exact,
      hedge = exact && !compare(shown, v) ? "" : "about ";
    return hedge + words + (full ? ` (${range(q, unit, significant, false)})` : "");
  };

  // The ledger with exact numbers for some figures, by their places (ledger/supposed.py). What says the same in another
  // unit moves in proportion; `moved` has the places of all that rests on a changed number, `partly` those of findings
  // of several parts that are false and some of whose parts still hold. Throws a RangeError where something divides by
  // zero.
  const world = (model, numbers) => {
    const { figures, units } = model,
      computed = [...figures, ...model.derived],
      known = new Map(),
      bounds = new Map(),
      moved = new Set(),
      partly = new Set();
    for (const [place, x] of numbers) {
      known.set(place, one(x));
      bounds.set(place, "exact");
      const [v] = evaluate(figures[place][0]);
      for (const other of v && sign(v) ? figures[place].slice(3) : [])
        if (!numbers.has(other)) known.set(other, product(evaluate(figures[other][0]), one(times(x, over(v)))));
    }
    for (const place of known.keys()) moved.add(place);
    const noting = (place) => (other) => {
      const q = quantity(other);
      if (moved.has(other)) moved.add(place);
      return q;
    };
    const quantity = (place) => {
      if (!known.has(place)) known.set(place, evaluate(computed[place][0], noting(place)));
      return known.get(place);
    };
    const words = (place, style) => {
      const [, unit, bound] = computed[place],
        q = quantity(place);
      return bound ? stated(q, bounds.get(place) ?? bound, units[unit], style) : derived(q, units[unit], style);
    };
    computed.forEach((_, place) => {
      quantity(place);
    });
    const fares = model.findings.map(([holds, ...slots], i) => {
      const at = noting(computed.length + i),
        [asStated, always] = judge(holds, at);
      for (const [, place] of slots) at(place);
      if (!asStated && holds[0] === "&" && holds.slice(1).some((part) => judge(part, at)[0]))
        partly.add(computed.length + i);
      return always ? "firm" : asStated ? "stated" : "false";
    });
    return { quantity, words, moved, partly, status: (place) => fares[place - computed.length] };
  };
  // A finding's sentence with the words of another world; null where `text` has none of the world before.
  const sentence = ([, ...slots], text, before, after) => {
    let [from, said] = [0, ""];
    for (const [at, place, style = "hedged"] of slots) {
      const was = before.words(place, style);
      if (!text.startsWith(was, at)) return null;
      said += text.slice(from, at) + after.words(place, style);
      from = at + was.length;
    }
    return said + text.slice(from);
  };
  return { read, typed, world, sentence };
})();
