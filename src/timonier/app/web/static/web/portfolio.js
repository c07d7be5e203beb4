/* A file dropped on the card is the file of the form: the field alone does as well. */
for (const card of document.querySelectorAll("[data-drop]")) {
  const field = card.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    card.addEventListener(kind, (event) => {
      event.preventDefault();
      card.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  }
}
