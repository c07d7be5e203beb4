/* Sliders say their value as they move and ask for a preview; letting go writes it in the history,
   so that undo is the browser's own Back: one control moved ten times is one step. */
const lang = document.documentElement.lang;
const write = new Intl.NumberFormat(lang === "fr" ? "fr-FR" : "en-GB", { maximumFractionDigits: 2 });
let waiting;
let moving = ""; // the control under the hand
let written = ""; // the one whose move is the last in the history

function show(input) {
  const output = input.closest(".slider").querySelector("output");
  const moved = Math.abs(input.valueAsNumber - Number(input.dataset.rest)) > 1e-6;
  const { pattern, saved } = output.dataset;
  output.textContent = moved ? pattern.replace("{n}", write.format(input.valueAsNumber)) : saved;
  input.closest(".slider").classList.toggle("moved", moved);
}

function asked(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.id !== "moves") return;
  moving = event.target.name;
  if (event.target.type !== "range") return;
  show(event.target);
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const headers = { "Timonier-Preview": "1" }; // nothing is kept of it, nor written in the history
    window.htmx.ajax("POST", form.action, { source: form, target: "#effect", swap: "outerHTML", headers });
  }, 90);
});
document.addEventListener("change", () => clearTimeout(waiting), true);

/* One request at a time, the last one waiting: an answer to what is no longer shown is dropped. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = document.getElementById("moves");
  if (!form || event.detail.requestConfig.elt !== form) return;
  const answered = new URLSearchParams(event.detail.requestConfig.formData).toString();
  if (answered !== asked(form)) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const { history: step, requestConfig } = event.detail;
  if (requestConfig.elt.id !== "moves") return;
  if (moving && moving === written) step.type = "replace";
  written = moving;
});

function ready() {
  for (const input of document.querySelectorAll(".slider input")) show(input);
  const undo = document.querySelector("[data-undo]");
  if (undo && history.length > 1) undo.hidden = false;
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-undo]")) history.back();
});
document.addEventListener("htmx:afterSettle", ready);
ready();
