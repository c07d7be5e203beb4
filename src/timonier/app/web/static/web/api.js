/* Try an address of the API from its own page: send the body, show what comes back as it is. */
for (const form of document.querySelectorAll("form.try")) {
  form.hidden = false;
  const [status, shown] = [form.querySelector(".status"), form.querySelector("pre")];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = form.dataset.wait;
    const headers = {
      "Content-Type": "application/json",
      "Accept-Language": document.documentElement.lang,
      "Idempotency-Key": crypto.randomUUID?.() ?? String(Math.random()),
    };
    const body = form.querySelector("textarea").value;
    try {
      const answer = await fetch(form.dataset.to, { method: "POST", headers, body });
      shown.firstChild.textContent = await answer.text();
      shown.hidden = false;
      status.textContent = `${answer.status} ${answer.statusText}`;
    } catch {
      status.textContent = form.dataset.unreachable;
    }
  });
}
