/* Sliders say their value as they move and ask for a preview; letting go writes it in the history,
   so that undo is the browser's own Back. The server drops nothing: htmx aborts what is stale. */
const lang = document.documentElement.lang;
const write = new Intl.NumberFormat(lang === "fr" ? "fr-FR" : "en-GB", { maximumFractionDigits: 2 });
let waiting;

function show(input) {
  const row = input.closest(".slider");
  const output = row.querySelector("output");
  output.textContent = `${write.format(input.valueAsNumber)} ${output.dataset.unit}`;
  row.classList.toggle("moved", input.value !== input.dataset.base);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".slider input")) return;
  show(event.target);
  const form = event.target.form;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const query = new URLSearchParams(new FormData(form));
    window.htmx.ajax("GET", `${form.action}?${query}`, { source: form, target: "#effect", swap: "outerHTML", push: "false" });
  }, 90);
});
document.addEventListener("change", () => clearTimeout(waiting), true);

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
