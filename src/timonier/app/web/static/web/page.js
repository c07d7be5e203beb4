/* What every page does beyond HTML: offline notice, dialogs, focus after a swap. */
const offline = document.getElementById("offline");

function showConnection() {
  if (offline) offline.hidden = navigator.onLine;
}
window.addEventListener("online", showConnection);
window.addEventListener("offline", showConnection);
document.addEventListener("htmx:sendError", () => {
  if (offline) offline.hidden = false;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && offline) offline.hidden = true;
});
showConnection();

/* A figure's explanation opens in place; without JavaScript the same link opens the page. */
const dialog = document.getElementById("explanation");
let opener = null;

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "explanation-body" || !dialog) return;
  if (!dialog.open) {
    opener = event.detail.requestConfig.elt;
    dialog.showModal();
  }
  dialog.scrollTop = 0;
  document.getElementById("explanation-title")?.focus();
});
dialog?.addEventListener("close", () => opener?.focus());
dialog?.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-close]")) {
    event.preventDefault();
    dialog.close();
  }
});

/* What a swap brings is told in one sentence: a live region that is itself swapped is not read. */
const status = document.getElementById("said");
document.addEventListener("htmx:afterSettle", () => {
  const said = document.querySelector("[data-said]")?.dataset.said || "";
  if (status && said && status.textContent !== said) status.textContent = said;
});

/* What is folded on a screen is unfolded on paper. */
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details:not([open], .no-print, .statement)")) {
    folded.open = true;
    folded.dataset.unfolded = "";
  }
});
addEventListener("afterprint", () => {
  for (const unfolded of document.querySelectorAll("[data-unfolded]")) {
    unfolded.open = false;
    delete unfolded.dataset.unfolded;
  }
});

/* Copying is a comfort: the address can always be selected by hand. */
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    document.getElementById("copied").textContent = button.dataset.done;
  });
}
