/* Draws the page's Vega-Lite charts without eval, in the theme shown, at the width there is. */
const drawn = new Map();

function colourMap() {
  /* The specifications carry the light theme's colours; in the dark theme each gives way to its
     counterpart, read from the same tokens. */
  const map = JSON.parse(setting("colours") || "{}");
  return isDark() ? map : {};
}

function setting(name) {
  return document.getElementById("chart-setting")?.dataset[name];
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function recolour(text, map) {
  return text.replace(/#[0-9a-f]{6}/g, (hex) => map[hex] || hex);
}

const NATURAL = 480;

function fit(spec, width) {
  const grown = Math.min(1.7, Math.max(1, width / NATURAL));
  spec.config = spec.config || {};
  /* Written as large as the page's small text, so that it grows with it. */
  const size = 0.72 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  spec.config.font = '"Source Sans 3", sans-serif'; // quoted: a name cannot start a word with 3
  Object.assign((spec.config.axis ||= {}), { labelFontSize: size, titleFontSize: size });
  Object.assign((spec.config.title ||= {}), { fontSize: size + 1.5 });
  Object.assign((spec.config.text ||= {}), { fontSize: size });
  if (spec.hconcat && width < 600) {
    stack(spec, width);
  } else if (spec.hconcat) {
    const room = width - 70 - (spec.hconcat.length - 1) * 22;
    for (const part of spec.hconcat) {
      part.width = room / spec.hconcat.length;
      part.height = (part.height || 120) * grown;
    }
  } else if (spec.vconcat) {
    for (const part of spec.vconcat) part.width = width - 20;
  } else if (typeof spec.width === "number" && spec.layer) {
    const named = spec.layer.filter((layer) => layer.encoding?.y?.axis?.labelLimit);
    if (named.length && width < 600) {
      labelsAbove(spec, named);
      spec.width = width - 8;
      return spec;
    }
    const gutter = ((NATURAL - spec.width) * size) / 12;
    const label = Math.min(gutter * 1.25, width * 0.42);
    for (const layer of named) layer.encoding.y.axis.labelLimit = label - 10;
    spec.width = width - label;
    if (typeof spec.height?.step === "number") spec.height.step = 28;
  }
  return spec;
}

/* On a phone, panels side by side stand one above the other, each with its own scale written. */
function stack(spec, width) {
  spec.vconcat = spec.hconcat;
  delete spec.hconcat;
  spec.bounds = "full"; // side by side only the plots are lined up; here titles need their room
  spec.spacing = 24;
  for (const part of spec.vconcat) {
    part.width = width - 64;
    for (const layer of part.layer || []) {
      const { labels, ticks, labelOpacity, labelPadding, ...axis } = layer.encoding?.y?.axis || {};
      if (layer.encoding?.y) layer.encoding.y.axis = axis;
    }
  }
}

/* On a phone, names too long for the margin are written above their bars. */
function labelsAbove(spec, named) {
  for (const layer of named) layer.encoding.y.axis = null;
  const { data, encoding } = named[0];
  const y = encoding.y;
  const once = [{ aggregate: [], groupby: [y.field] }]; // a lane may hold several bars
  const mark = { type: "text", align: "left", baseline: "bottom", dy: -9 };
  const names = { mark, transform: once, encoding: { y, x: { value: 0 }, text: { field: y.field } } };
  spec.layer.push(data ? { data, ...names } : names);
  spec.height = { step: 40 };
}

async function draw(place) {
  const source = place.dataset.spec;
  const width = Math.floor(place.clientWidth);
  if (!source || !width || !window.vegaEmbed) return;
  const state = `${width}:${isDark()}:${source.length}`;
  if (drawn.get(place) === state) return;
  drawn.set(place, state);
  const spec = fit(JSON.parse(recolour(source, colourMap())), width);
  const locale = JSON.parse(setting("locale") || "null");
  const options = { renderer: "none", actions: false, ast: true, defaultStyle: false, tooltip: false };
  const { view } = await window.vegaEmbed(document.createElement("div"), spec, {
    ...options,
    formatLocale: locale || undefined,
  });
  /* As text, so that the style attributes a strict policy refuses can be taken out first. */
  const text = (await view.toSVG()).replace(/ style="[^"]*"/g, "");
  view.finalize();
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  svg.setAttribute("aria-hidden", "true");
  place.replaceChildren(document.importNode(svg, true));
}

function drawAll() {
  for (const place of document.querySelectorAll(".drawing[data-spec]")) draw(place);
}

let waiting;
new ResizeObserver(() => {
  clearTimeout(waiting);
  waiting = setTimeout(drawAll, 120);
}).observe(document.documentElement);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
document.addEventListener("htmx:afterSettle", drawAll);
document.fonts.ready.then(drawAll);
