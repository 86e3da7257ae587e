/* Comfort only: the page is whole without it. No data passes through here, no request is made. */
(function () {
  "use strict";
  var doc = document;
  var cards = Array.prototype.slice.call(doc.querySelectorAll("details.card"));
  function visible(card) { return card.offsetParent !== null; }
  function marksOf(number) { return doc.querySelectorAll("mark[data-c~='" + number + "']"); }
  function light(number, on) {
    marksOf(number).forEach(function (mark) { mark.classList.toggle("lit", on); });
    var card = doc.querySelector("details.card[data-n='" + number + "']");
    if (card) { card.classList.toggle("lit", on); }
  }
  function openTarget() {
    var target = location.hash.length > 1 ? doc.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    var holder = target && target.closest("details");
    while (holder) { holder.open = true; holder = holder.parentElement.closest("details"); }
    if (target) { target.scrollIntoView({ block: "nearest" }); }
  }
  function step(by) {
    var shown = cards.filter(visible);
    if (!shown.length) { return; }
    var at = shown.findIndex(function (card) { return card.contains(doc.activeElement); });
    var next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1);
    shown[next].querySelector("summary").focus();
    shown[next].scrollIntoView({ block: "center" });
  }
  function all(open) { cards.filter(visible).forEach(function (card) { card.open = open; }); }
  cards.forEach(function (card) {
    var number = card.getAttribute("data-n");
    ["mouseenter", "focusin"].forEach(function (kind) { card.addEventListener(kind, function () { light(number, true); }); });
    ["mouseleave", "focusout"].forEach(function (kind) { card.addEventListener(kind, function () { light(number, false); }); });
  });
  doc.querySelectorAll("a.ref").forEach(function (ref) {
    var number = ref.getAttribute("data-n");
    ["mouseenter", "focus"].forEach(function (kind) { ref.addEventListener(kind, function () { light(number, true); }); });
    ["mouseleave", "blur"].forEach(function (kind) { ref.addEventListener(kind, function () { light(number, false); }); });
  });
  doc.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(input|textarea|select)$/i.test(event.target.tagName)) { return; }
    if (event.key === "j") { step(1); } else if (event.key === "k") { step(-1); }
    else if (event.key === "o") { all(true); } else if (event.key === "c") { all(false); }
  });
  doc.querySelectorAll("[data-all]").forEach(function (button) {
    button.addEventListener("click", function () { all(button.getAttribute("data-all") === "open"); });
  });
  doc.querySelectorAll(".needs-script").forEach(function (part) { part.hidden = false; });
  var before = [];
  window.addEventListener("beforeprint", function () {
    before = Array.prototype.slice.call(doc.querySelectorAll("details.card:not([open]), .card details.scores:not(.more):not([open]), #network details.data:not([open])"));
    before.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () { before.forEach(function (part) { part.open = false; }); });
  window.addEventListener("hashchange", openTarget);
  openTarget();
})();
