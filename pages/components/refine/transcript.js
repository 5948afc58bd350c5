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
  const live = root.querySelector(".live");
  const session = { html: null, kind: "all", word: null, pinned: null, quiet: false, editable: false };
  const cursor = wordCursor(body, live);
  const player = recordingPlayer(root, cursor, revealIfHidden);
  const marks = () => [...body.querySelectorAll(".text .mk")];

  session.show = ({ html, editable, sound }) => {
    session.editable = editable;
    player.show(sound);
    if (html === session.html) return;
    const before = new Map(marks().map((m) => [String(span(m)), m.className]));
    const top = body.querySelector(".text")?.scrollTop ?? 0;
    const focus = root.getRootNode().activeElement?.dataset;
    session.html = html;
    body.innerHTML = html;
    body.querySelector(".text").scrollTop = top;
    for (const m of before.size ? marks() : []) {
      const was = before.get(String(span(m)));
      if (was !== undefined && !was.startsWith(m.className)) m.classList.add("turned");
    }
    filter();
    if (focus?.start) {
      const same = `.text .mk[data-start="${focus.start}"][data-end="${focus.end}"]`;
      body.querySelector(same)?.focus({ preventScroll: true });
    }
    if (session.pinned) hide();
    cursor.clear();
    player.forget();
  };

  // Another component of the page asks for a word or a passage.
  window.addEventListener("sr-show", function listen({ detail }) {
    if (!root.isConnected) {
      window.removeEventListener("sr-show", listen);
      return;
    }
    hide();
    if (detail.second !== undefined) {
      player.hearSeconds(detail.second, detail.second);
      const possible = marks().find((m) => +m.dataset.from === detail.second);
      if (possible) {
        root.scrollIntoView({ block: "start" });
        reveal(possible);
        pin(possible);
      }
      return;
    }
    session.kind = "all";
    session.word = detail.word ?? null;
    const first = filter();
    root.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    if (!detail.word) {
      revealRange(cursor.show(+detail.start, +detail.end));
      player.hear(+detail.start, +detail.end);
    } else if (first) {
      reveal(first);
      hear(first);
    }
  });

  function filter() {
    const all = marks();
    if (session.word && !all.some((m) => m.dataset.word === session.word)) session.word = null;
    // The last one to look at was judged: its filter is gone.
    if (!body.querySelector(`.chip[data-kind="${session.kind}"]`)) session.kind = "all";
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
    revealRange(mark);
  }

  function revealRange(place) {
    const text = body.querySelector(".text");
    text.scrollTop += place.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }

  function revealIfHidden(range) {
    const shown = body.querySelector(".text").getBoundingClientRect();
    const at = range.getBoundingClientRect();
    if (at.top < shown.top || at.bottom > Math.min(shown.bottom, window.innerHeight)) revealRange(range);
  }

  const span = (mark) => [+mark.dataset.start, +mark.dataset.end];
  const hear = ({ dataset }) =>
    dataset.from ? player.hearSeconds(+dataset.from, +dataset.to) : player.hear(+dataset.start, +dataset.end);

  // The filler after or before the place that is played now, among those that are shown.
  function hearNext(step) {
    const lit = marks().filter((m) => !m.classList.contains("dim"));
    const listed = session.kind === "all" ? lit.filter((m) => !m.matches(".rejected, .possible")) : lit;
    const found = player.step(listed.map(span), step);
    if (found === null) return;
    hear(listed[found]);
    reveal(listed[found]);
    live.textContent = listed[found].getAttribute("aria-label");
  }

  function line(kind, words) {
    const p = document.createElement("p");
    p.className = kind;
    p.textContent = words;
    return p;
  }

  function action(label, verdict, mark) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.onclick = () => {
      session.correct(verdict);
      hide();
      (mark ?? body.querySelector(".text")).focus({ preventScroll: true });
    };
    return button;
  }

  function explain(mark) {
    const { meaning, reason } = mark.dataset;
    card.replaceChildren(line("meaning", mark.textContent ? `“${mark.textContent}”: ${meaning}` : meaning));
    if (reason) card.append(line("reason", reason));
    if (session.editable) card.append(choices(mark));
    place(mark);
  }

  // What is not marked yet: the words that are selected, or under the cursor.
  function offer(range) {
    const words = range.toString().trim();
    const [start, end] = cursor.offsets(range);
    card.replaceChildren(line("meaning", `“${words}”: not marked`));
    const button = action("This is a filler", { start, end, filler: true }, null);
    const acts = document.createElement("div");
    acts.className = "acts";
    acts.append(button);
    card.append(acts);
    place(range);
    session.pinned = range;
  }

  function place(anchor) {
    card.hidden = false;
    const box = root.getBoundingClientRect();
    const at = anchor.getClientRects()[0];
    const left = Math.min(at.left - box.left, box.width - card.offsetWidth - 4);
    card.style.left = `${Math.max(4, left)}px`;
    const below = anchor.getBoundingClientRect().bottom - box.top + 4;
    const fits = below + box.top + card.offsetHeight < window.innerHeight;
    card.style.top = `${fits ? below : at.top - box.top - card.offsetHeight - 4}px`;
  }

  function choices(mark) {
    const acts = document.createElement("div");
    acts.className = "acts";
    const [start, end] = span(mark);
    const { mine } = mark.dataset; // "true" or "false" where this person has judged it
    const possible = mark.classList.contains("possible");
    const counted = !mark.matches(".rejected, .possible, .unjudged");
    const say = (label, filler) => {
      // One's own verdict can be given again where a newer one of another person counts.
      if (String(filler) !== mine || filler !== counted) acts.append(action(label, { start, end, filler }, mark));
    };
    const yes = () => say(possible ? "Count as a filler" : "This is a filler", true);
    const no = () => say(possible ? "Not a hesitation" : "Not a filler", false);
    for (const offer of counted ? [no, yes] : [yes, no]) offer();
    if (mine) say("Undo my verdict", null);
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
      if (first && word && session.word) hear(first);
    } else if (mark) {
      hear(mark);
      if (session.pinned !== mark) pin(mark);
      else hide();
    } else if (!offerSelection(event)) {
      hide();
      if (event.target.closest(".text")) hearClicked();
    }
  });

  function hearClicked() {
    const offset = cursor.clicked(root.getRootNode());
    if (offset !== null) player.hear(offset, offset + 1);
  }
  player.bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) hearNext(+button.dataset.step);
  });

  function offerSelection(event) {
    if (!session.editable || !event.target.closest(".text")) return false;
    const range = cursor.selected(root.getRootNode());
    if (range) offer(range);
    return Boolean(range);
  }
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
      (mark?.focus ? mark : body.querySelector(".text")).focus({ preventScroll: true });
      session.quiet = false;
      return;
    }
    if (event.key === "Escape") cursor.clear();
    const mark = event.target.closest(".text .mk");
    if (event.key === " " && !player.bar.hidden && event.target.closest(".text")) {
      player.toggle();
      event.preventDefault();
      return;
    }
    if (!mark) {
      if (event.target.matches(".text")) moveOnText(event);
      return;
    }
    const lit = marks().filter((m) => !m.classList.contains("dim"));
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = lit[lit.indexOf(mark) + step];
      if (next) {
        mark.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
        hear(next);
      }
      event.preventDefault();
    } else if (event.key === "Enter" || event.key === " ") {
      pin(mark);
      card.querySelector("button")?.focus();
      event.preventDefault();
    }
  });

  // On the text itself: arrows go to the next filler, or move the word cursor once W took it up.
  function moveOnText(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (session.editable && !(step && !cursor.range)) moveCursor(event, step);
    else if (step && !player.bar.hidden) {
      hearNext(step);
      event.preventDefault();
    }
  }

  // W takes up the word cursor, arrows move it, Shift widens, Enter marks.
  function moveCursor(event, step) {
    if (event.key.toLowerCase() === "w") revealRange(cursor.start(body.querySelector(".text")));
    else if (step && cursor.range) revealRange(cursor.move(step, event.shiftKey));
    else if (event.key === "Enter" && cursor.range) {
      const marked = marks().find((mark) => cursor.range.intersectsNode(mark));
      if (marked) pin(marked);
      else offer(cursor.range);
      card.querySelector("button").focus();
    } else return;
    event.preventDefault();
  }
  return session;
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// A highlighted range in the text, moved by words; offsets count code points of the talk.
function wordCursor(body, live) {
  const state = { range: null, words: [], from: 0, to: 0 };

  // The text nodes of the talk: the names of speakers are not part of it.
  function nodes() {
    const text = body.querySelector(".text");
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".who") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }

  const points = (text) => [...text].length;

  function units(text, count) {
    return [...text].slice(0, count).join("").length;
  }

  function rangeOf(start, end) {
    const range = document.createRange();
    let seen = 0;
    for (const node of nodes()) {
      const size = points(node.data);
      if (start >= seen && start < seen + size) range.setStart(node, units(node.data, start - seen));
      if (end > seen && end <= seen + size) {
        range.setEnd(node, units(node.data, end - seen));
        break;
      }
      seen += size;
    }
    return range;
  }

  function paint(range) {
    state.range = range;
    if (!("highlights" in CSS)) return range;
    if (range) CSS.highlights.set("sr-cursor", new Highlight(range));
    else CSS.highlights.delete("sr-cursor");
    return range;
  }

  function select(from, to) {
    [state.from, state.to] = [from, to];
    const range = rangeOf(state.words[from][0], state.words[to][1]);
    live.textContent = range.toString();
    return paint(range);
  }

  return {
    get range() {
      return state.range;
    },
    rangeOf,
    show: (start, end) => paint(rangeOf(start, end)),
    clear: () => paint(null),
    start(text) {
      const whole = nodes().map((node) => node.data).join("");
      state.words = [];
      let [unit, point] = [0, 0];
      for (const match of whole.matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)) {
        point += points(whole.slice(unit, match.index));
        state.words.push([point, point + points(match[0])]);
        unit = match.index;
      }
      const top = text.getBoundingClientRect().top;
      const shown = (word) => rangeOf(...word).getBoundingClientRect().top >= top;
      let [low, high] = [0, state.words.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (shown(state.words[middle])) high = middle;
        else low = middle + 1;
      }
      return select(low, low);
    },
    move(step, widen) {
      const last = state.words.length - 1;
      const to = Math.min(last, Math.max(0, state.to + step));
      return select(widen ? Math.min(state.from, to) : to, to);
    },
    offsets(range) {
      let start = 0;
      for (const node of nodes()) {
        if (node === range.startContainer) {
          start += points(node.data.slice(0, range.startOffset));
          break;
        }
        start += points(node.data);
      }
      return [start, start + points(range.toString())];
    },
    // The offset that was clicked, if in a word of the talk; else null.
    clicked(scope) {
      const selection = scope.getSelection?.() ?? document.getSelection();
      const [node, at] = [selection?.anchorNode, selection?.anchorOffset];
      if (!selection?.isCollapsed || node?.nodeType !== Node.TEXT_NODE) return null;
      if (!/[\p{L}\p{N}]/u.test(node.data.slice(Math.max(0, at - 1), at + 1))) return null;
      let seen = 0;
      for (const one of nodes()) {
        if (one === node) return seen + points(node.data.slice(0, at));
        seen += points(one.data);
      }
      return null;
    },
    // Up to four whole words that the mouse selected, none of them marked.
    selected(scope) {
      const selection = scope.getSelection?.() ?? document.getSelection();
      if (!selection?.rangeCount || selection.isCollapsed) return null;
      const range = selection.getRangeAt(0).cloneRange();
      const inText = (node) => node.nodeType === Node.TEXT_NODE && !node.parentElement.closest(".mk, .who");
      if (!inText(range.startContainer) || range.startContainer !== range.endContainer) return null;
      const data = range.startContainer.data;
      let [start, end] = [range.startOffset, range.endOffset];
      while (start < end && !/[\p{L}\p{N}]/u.test(data[start])) start += 1;
      while (end > start && !/[\p{L}\p{N}]/u.test(data[end - 1])) end -= 1;
      while (start > 0 && /[\p{L}\p{N}’']/u.test(data[start - 1])) start -= 1;
      while (end < data.length && /[\p{L}\p{N}’']/u.test(data[end])) end += 1;
      range.setStart(range.startContainer, start);
      range.setEnd(range.startContainer, end);
      const words = range.toString().split(/\s+/).filter(Boolean).length;
      return words && words <= 4 ? range : null;
    },
  };
}
