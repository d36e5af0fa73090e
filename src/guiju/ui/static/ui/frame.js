// What the frame does beside links and forms: keys (an element names its own in data-key), the menu that closes by itself, and the focus
// in a part that was changed in place (data-focus). Nothing needs this script.
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

  document.addEventListener("htmx:afterSettle", (event) => {
    const part = document.getElementById(event.detail.target.id) ?? event.detail.target;
    (part.querySelector("[role=alert][autofocus]") ?? part.querySelector("[data-focus]"))?.focus();
  });

  // from what is wrong straight into its input, out of whatever is folded
  document.addEventListener("click", (event) => {
    const link = event.target.closest('[role="alert"] a[href^="#"]');
    const aim = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!aim) return;
    for (let around = aim.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    const inputs = "input:not([type=hidden]), select, textarea";
    const input = aim.matches(inputs) ? aim : aim.querySelector(inputs);
    if (!input) return;
    event.preventDefault();
    input.closest("details")?.setAttribute("open", "");
    input.focus();
  });

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" ? document.querySelector("details.mine[open]") : null;
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.mine[open]").forEach((open) => {
      if (!open.contains(event.target)) open.open = false;
    });
  });
})();
