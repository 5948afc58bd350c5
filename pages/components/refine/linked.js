// Shows HTML that comes escaped from Python; a click on a word or a quotation in it asks the
// transcript, another component of the page, to show the same.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".sr-linked");
  if (root.shown !== data.html) {
    root.shown = data.html;
    root.innerHTML = data.html;
  }
  if (root.listens) return;
  root.listens = true;
  const follow = (event) => {
    const link = event.target.closest("[data-start], [data-word]");
    if (!link) return;
    window.dispatchEvent(new CustomEvent("sr-show", { detail: { ...link.dataset } }));
    event.preventDefault();
  };
  root.addEventListener("click", follow);
  root.addEventListener("keydown", (event) => {
    if (event.target.matches("span") && (event.key === "Enter" || event.key === " ")) follow(event);
  });
}
