// Words, quotations and points of the timeline lead to their place: a click asks the transcript,
// another component, to show it or to play it. This component itself shows nothing.

export default function () {
  if (window.srLinks) return;
  window.srLinks = true;
  const ask = (second) => window.dispatchEvent(new CustomEvent("sr-show", { detail: { second } }));
  const follow = (event) => {
    const link = event.target.closest?.(".sr-linked [data-start], .sr-linked [data-word]");
    if (!link) return;
    window.dispatchEvent(new CustomEvent("sr-show", { detail: { ...link.dataset } }));
    event.preventDefault();
  };
  document.addEventListener("click", follow);
  document.addEventListener("mouseover", (event) => {
    const chart = event.target.closest?.(".st-key-refine_timeline .js-plotly-plot");
    if (!chart || chart.srLinked) return;
    chart.srLinked = true;
    chart.on("plotly_click", ({ points: [{ customdata }] }) => ask(customdata.at(-1)));
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("span") && (event.key === "Enter" || event.key === " ")) follow(event);
  });
}
