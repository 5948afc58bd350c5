// Words and quotations anywhere on the page lead to their place: a click asks the transcript,
// another component, to show it. This component itself shows nothing.

export default function () {
  if (window.srLinks) return;
  window.srLinks = true;
  const follow = (event) => {
    const link = event.target.closest?.(".sr-linked [data-start], .sr-linked [data-word]");
    if (!link) return;
    window.dispatchEvent(new CustomEvent("sr-show", { detail: { ...link.dataset } }));
    event.preventDefault();
  };
  document.addEventListener("click", follow);
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("span") && (event.key === "Enter" || event.key === " ")) follow(event);
  });
}
