/* Timonier on your page: put <div data-timonier="https://…"></div> where it goes, then this script.
   It adds one frame, keeps its height right, reads nothing of your page and sets no cookie. */
(function () {
  "use strict";
  function frameFor(place) {
    if (place.firstElementChild) return;
    var host = place.getAttribute("data-timonier").replace(/\/+$/, "");
    var lang = place.getAttribute("data-lang") === "en" ? "en" : "fr";
    var frame = document.createElement("iframe");
    frame.src =
      host + "/" + lang + "/embed/?accent=" + encodeURIComponent(place.getAttribute("data-accent") || "") +
      "&theme=" + encodeURIComponent(place.getAttribute("data-theme") || "auto");
    frame.title = "Timonier";
    frame.width = "100%";
    frame.height = "520";
    frame.setAttribute("frameborder", "0");
    frame.setAttribute("loading", "lazy");
    place.appendChild(frame);
    window.addEventListener("message", function (event) {
      var said = event.data;
      if (event.source !== frame.contentWindow || event.origin !== new URL(host).origin) return;
      if (!said || said.type !== "timonier:height" || !(said.height > 0)) return;
      frame.height = String(Math.min(Math.ceil(said.height), 5000));
    });
  }
  document.querySelectorAll("[data-timonier]").forEach(frameFor);
})();
