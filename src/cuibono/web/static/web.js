/* Comfort only: every page works without it. */
(function () {
  "use strict";
  var doc = document;
  /* A reference to a claim that the filter hides: show all claims, then that one. */
  function hiddenTarget() {
    var target = location.hash.length > 1 ? doc.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (target && target.closest("[hidden]") && location.search) { location.assign(location.pathname + location.hash); }
  }
  window.addEventListener("hashchange", hiddenTarget);
  hiddenTarget();
  /* A menu closes when something else is chosen. */
  doc.addEventListener("click", function (event) {
    doc.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target) || event.target.tagName === "A") { menu.open = false; }
    });
  });
  doc.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { doc.querySelectorAll("details.menu[open]").forEach(function (menu) { menu.open = false; menu.querySelector("summary").focus(); }); }
  });
  /* Files dropped anywhere on the form. */
  var form = doc.querySelector(".hand-in form");
  var files = doc.getElementById("files");
  if (form && files) {
    var section = form.closest(".hand-in");
    ["dragover", "dragenter"].forEach(function (kind) {
      form.addEventListener(kind, function (event) { if (event.dataTransfer && Array.prototype.indexOf.call(event.dataTransfer.types, "Files") >= 0) { event.preventDefault(); section.classList.add("over"); } });
    });
    form.addEventListener("dragleave", function () { section.classList.remove("over"); });
    form.addEventListener("drop", function (event) {
      section.classList.remove("over");
      if (event.dataTransfer && event.dataTransfer.files.length) { event.preventDefault(); files.files = event.dataTransfer.files; files.focus(); }
    });
  }
  /* After a part of a card was replaced, the reader goes on from there. */
  doc.addEventListener("htmx:afterSwap", function (event) {
    var part = event.detail.target;
    if (!part.classList.contains("judge")) { return; }
    var next = part.querySelector("input[type=radio], .acts a");
    if (next) { next.focus(); }
  });
})();
