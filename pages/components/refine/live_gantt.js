// Keeps one element for each bar, line and tick, and moves them; nothing is built again.

export default function ({ data: [data], parentElement }) {
  const root = parentElement.querySelector(".grow");
  if (!root.firstChild) root.append(named("plot"));
  const plot = root.firstChild;
  const seen = new Set();
  const put = (id, kind, style, text = "") => {
    seen.add(id);
    let element = plot.querySelector(`[data-id="${id}"]`);
    if (!element) {
      element = named(kind);
      element.dataset.id = id;
      plot.append(element);
    }
    element.className = kind;
    Object.assign(element.style, style);
    const words = kind.startsWith("bar") || kind.startsWith("decision") ? inner(element) : element;
    if (words.textContent !== text) words.textContent = text;
  };

  put("ghost", "ghost", { width: `${data.ghost.width}%` });
  put("edge", "ghost-edge", { left: `${data.ghost.width}%` });
  put("ghost-label", "ghost-label", { left: `${Math.max(30, data.ghost.width)}%` }, data.ghost.label);
  data.lanes.forEach((lane, n) => put(`lane${n}`, "lane", { top: `${40 * n}px` }, lane));
  data.ticks.forEach((tick, n) => put(`tick${n}`, "tick", { left: `${tick.left}%` }, tick.label));
  put("axis", "axis", {}, "seconds since the run began");
  data.bars.forEach((bar, n) => {
    const wide = bar.width > 18 ? " wide" : "";
    const high = 22 / bar.slots;
    const top = `${40 * bar.lane + 9 + high * bar.slot}px`;
    const style = { top, height: `${bar.slots > 1 ? 0.88 * high : high}px`, left: `${bar.left}%`, width: `${bar.width}%` };
    put(`bar${n}`, `bar ${bar.tone} ${bar.status}${wide}`, style, bar.label);
  });
  if (data.decision) {
    const late = data.decision.left > 50 ? " late" : "";
    const style = { left: `${data.decision.left}%` };
    put("decision", `decision ${data.decision.tone}${late}`, style, data.decision.label);
  }
  for (const element of [...plot.children]) if (!seen.has(element.dataset.id)) element.remove();
}

function named(kind) {
  const element = document.createElement("div");
  element.className = kind;
  return element;
}

function inner(element) {
  if (!element.firstChild) element.append(document.createElement("span"));
  return element.firstChild;
}
