// What the frame does beside links and forms: keys (an element names its own in data-key), the menu that closes by itself, where the focus
// goes on a new page and in a part that was changed in place (data-focus), copying (data-copies). Nothing needs this script.
(() => {
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
  const named = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const keys = () => document.getElementById("keys");

  document.querySelectorAll("[data-opens]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
    if (event.key === "?" && keys()) {
      event.preventDefault();
      if (!keys().open) keys().showModal();
      return;
    }
    const element = event.key.length === 1 ? named(event.key) : null;
    if (!element || keys()?.open) return;
    event.preventDefault();
    if (element.matches("input")) {
      element.focus();
      element.select();
    } else {
      element.click();
    }
  });

  const inputs = "input:not([type=hidden]), select, textarea";

  // a new page: what is wrong with an input first, then where its work begins
  if (!location.hash && !document.querySelector("[autofocus]")) {
    const wrong = document.querySelector(".wrong")?.querySelector(inputs);
    (wrong ?? document.querySelector("[data-focus]"))?.focus({ preventScroll: !wrong });
  }

  // a part changed in place keeps the focus where it was; where that is gone, it goes to what came instead
  let held = null;
  const mark = (element) => [element.localName, element.id, element.name, element.value, element.getAttribute("href")].join(" ");

  document.addEventListener("htmx:beforeSwap", (event) => {
    held = event.detail.target.contains(document.activeElement) ? mark(document.activeElement) : null;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const part = document.getElementById(event.detail.target.id) ?? event.detail.target;
    const aim = part.querySelector("[role=alert][autofocus]") ?? part.querySelector("[data-focus]");
    if (aim || held === null) {
      aim?.focus();
      return;
    }
    const same = [...part.querySelectorAll("a[href], button, summary, " + inputs)].find((element) => mark(element) === held);
    const instead = same ?? part.querySelector("h2, h1");
    if (!same) instead?.setAttribute("tabindex", "-1");
    instead?.focus({ preventScroll: true });
  });

  // from what is wrong straight into its input, out of whatever is folded
  document.addEventListener("click", (event) => {
    const link = event.target.closest('[role="alert"] a[href^="#"]');
    const aim = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!aim) return;
    for (let around = aim.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    const input = aim.matches(inputs) ? aim : aim.querySelector(inputs);
    if (!input) return;
    event.preventDefault();
    input.closest("details")?.setAttribute("open", "");
    input.focus();
  });

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" ? document.querySelector("details.mine[open]") : null;
    if (!open || document.querySelector("dialog[open]")) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest("details.mine[open]");
    const next = event.relatedTarget;
    if (menu && next && !menu.contains(next) && !next.closest("dialog")) menu.open = false;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copies);
    text.focus();
    text.select();
    const copied = document.execCommand("copy"); // the newer way is not there without TLS
    button.focus();
    button.nextElementSibling.textContent = copied ? "已复制，可以粘贴。" : "没有复制成：请点进框里全选、复制。";
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.mine[open]").forEach((open) => {
      if (!open.contains(event.target)) open.open = false;
    });
  });
})();
