// The transcript's behaviour: filters, the card that explains a mark, and the person's correction.
// The HTML comes escaped from transcript.py; texts that this file writes go through textContent.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tr");
  const correct = (verdict) => setTriggerValue("verdict", verdict);
  if (!root.session) root.session = start(root);
  root.session.correct = correct;
  root.session.show(data);
}

function start(root) {
  const body = root.querySelector(".body");
  const card = root.querySelector(".card");
  const session = { html: null, kind: "all", word: null, pinned: null, quiet: false, editable: false };
  const marks = () => [...body.querySelectorAll(".text .mk")];

  session.show = ({ html, editable }) => {
    session.editable = editable;
    if (html === session.html) return;
    const before = new Map(marks().map((m) => [m.dataset.start, m.className]));
    const top = body.querySelector(".text")?.scrollTop ?? 0;
    const focus = root.getRootNode().activeElement?.dataset?.start;
    session.html = html;
    body.innerHTML = html;
    body.querySelector(".text").scrollTop = top;
    for (const m of before.size ? marks() : []) {
      const was = before.get(m.dataset.start);
      if (was !== undefined && !was.startsWith(m.className)) m.classList.add("turned");
    }
    filter();
    if (focus) body.querySelector(`.text .mk[data-start="${focus}"]`)?.focus({ preventScroll: true });
    if (session.pinned) hide();
  };

  function filter() {
    const all = marks();
    if (session.word && !all.some((m) => m.dataset.word === session.word)) session.word = null;
    const fits = (m) =>
      (session.kind === "all" || m.classList.contains(session.kind)) &&
      (!session.word || m.dataset.word === session.word);
    for (const m of all) {
      m.classList.toggle("dim", !fits(m));
      m.tabIndex = -1;
    }
    const first = all.find(fits);
    if (first) first.tabIndex = 0; // one stop for Tab; the arrow keys continue from there
    for (const c of body.querySelectorAll(".chip")) c.ariaPressed = String(c.dataset.kind === session.kind);
    for (const w of body.querySelectorAll(".word")) w.ariaPressed = String(w.dataset.word === session.word);
    return first;
  }

  function reveal(mark) {
    const text = body.querySelector(".text");
    text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }

  function line(kind, words) {
    const p = document.createElement("p");
    p.className = kind;
    p.textContent = words;
    return p;
  }

  function action(label, mark, filler) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.onclick = () => {
      session.correct({ start: +mark.dataset.start, end: +mark.dataset.end, filler });
      hide();
      mark.focus({ preventScroll: true });
    };
    return button;
  }

  function explain(mark) {
    const { meaning, reason } = mark.dataset;
    card.replaceChildren(line("meaning", `“${mark.textContent}”: ${meaning}`));
    if (reason) card.append(line("reason", reason));
    if (session.editable) card.append(choices(mark));
    card.hidden = false;
    const box = root.getBoundingClientRect();
    const at = mark.getClientRects()[0];
    const left = Math.min(at.left - box.left, box.width - card.offsetWidth - 4);
    card.style.left = `${Math.max(4, left)}px`;
    const below = mark.getBoundingClientRect().bottom - box.top + 4;
    const fits = below + box.top + card.offsetHeight < window.innerHeight;
    card.style.top = `${fits ? below : at.top - box.top - card.offsetHeight - 4}px`;
  }

  function choices(mark) {
    const acts = document.createElement("div");
    acts.className = "acts";
    const counted = !mark.classList.contains("rejected");
    acts.append(counted ? action("Not a filler", mark, false) : action("This is a filler", mark, true));
    if (mark.classList.contains("unjudged")) acts.prepend(action("This is a filler", mark, true));
    if (mark.classList.contains("mine")) acts.append(action("Undo my correction", mark, null));
    return acts;
  }

  function hide() {
    card.hidden = true;
    session.pinned = null;
  }

  function pin(mark) {
    explain(mark);
    session.pinned = mark;
  }

  body.addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    const word = event.target.closest(".word");
    const mark = event.target.closest(".text .mk");
    if (chip) {
      session.kind = chip.dataset.kind;
      if (session.kind === "all") session.word = null;
    }
    if (word) session.word = session.word === word.dataset.word ? null : word.dataset.word;
    if (chip || word) {
      hide();
      const first = filter();
      if (first && (session.word || session.kind !== "all")) reveal(first);
    } else if (mark && session.pinned !== mark) pin(mark);
    else hide();
  });
  body.addEventListener("mouseover", (event) => {
    const mark = event.target.closest(".text .mk");
    if (mark && !session.pinned) explain(mark);
  });
  root.addEventListener("mouseleave", () => session.pinned || hide());
  body.addEventListener("mouseout", (event) => {
    const to = event.relatedTarget;
    if (!session.pinned && event.target.closest(".text .mk") && !card.contains(to)) hide();
  });
  body.addEventListener("focusin", (event) => {
    const mark = event.target.closest(".text .mk");
    if (mark?.matches(":focus-visible") && !session.quiet) explain(mark);
  });
  body.addEventListener("focusout", (event) => {
    if (!session.pinned && !card.contains(event.relatedTarget)) hide();
  });
  body.addEventListener("scroll", hide, true);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) {
      const mark = session.pinned;
      hide();
      session.quiet = true; // the focus goes back, the card does not
      mark?.focus({ preventScroll: true });
      session.quiet = false;
      return;
    }
    const mark = event.target.closest(".text .mk");
    if (!mark) return;
    const lit = marks().filter((m) => !m.classList.contains("dim"));
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = lit[lit.indexOf(mark) + step];
      if (next) {
        mark.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
      event.preventDefault();
    } else if (event.key === "Enter" || event.key === " ") {
      pin(mark);
      card.querySelector("button")?.focus();
      event.preventDefault();
    }
  });
  return session;
}
