// The recording of the talk: two seconds around a word, the spoken word lit, the next filler.
// Read behind transcript.js, whose session it serves; `cursor` turns offsets into places of the text.

const AROUND_S = 1; // before and after the middle of the place that is played
const LATE_S = 0.1; // a pause that comes later than this after a passage is put back to its end

function recordingPlayer(root, cursor, reveal) {
  const bar = root.querySelector(".player");
  const audio = bar.querySelector("audio");
  const state = { words: [], bySecond: [], until: null, place: null, lit: null, own: false };
  let atEnd = 0; // the timer of a passage's end

  // Data of the script: the address, and of each word its offsets and seconds. None hides the player.
  function show(sound) {
    bar.hidden = !sound;
    state.words = sound?.words ?? [];
    state.bySecond = [...state.words].sort((a, b) => a[2] - b[2]);
    bar.classList.toggle("timed", state.words.length > 0);
    if (!sound) stop();
    const url = sound?.url ?? "";
    if (audio.dataset.url === url) return;
    audio.dataset.url = url;
    if (url) audio.src = url;
    else audio.removeAttribute("src");
  }

  // The seconds of a passage, by the words in it; null if none has any.
  function secondsOf(start, end) {
    const first = lowest(state.words, (word) => word[1] > start);
    const last = lowest(state.words, (word) => word[0] >= Math.max(end, start + 1)) - 1;
    if (first > last || first >= state.words.length) return null;
    return [state.words[first][2], Math.max(state.words[last][3], state.words[first][3])];
  }

  function play(from, to) {
    state.until = to;
    state.own = true;
    audio.currentTime = Math.max(0, from);
    audio.play().catch(() => {}); // a browser that forbids it shows its own play button
  }

  // Two seconds around what begins and ends there, or all of it if it is longer.
  function hearSeconds(from, to) {
    if (bar.hidden) return;
    const middle = (from + to) / 2;
    state.place = from;
    play(Math.min(from, middle - AROUND_S), Math.max(to, middle + AROUND_S));
  }

  // Pauses at the end of the passage, by a timer: the browser tells the time four times a second.
  // If a busy browser pauses late, what is played next still begins at that end.
  function watchEnd() {
    clearTimeout(atEnd);
    if (state.until === null || audio.paused) return;
    const left = state.until - audio.currentTime;
    if (left > 0) return void (atEnd = setTimeout(watchEnd, (1000 * left) / audio.playbackRate));
    audio.pause();
    if (left > -LATE_S) return;
    state.own = true;
    audio.currentTime = state.until;
  }

  function hear(start, end) {
    const seconds = secondsOf(start, end);
    if (seconds) hearSeconds(...seconds);
  }

  function toggle() {
    state.until = state.place = null;
    if (audio.paused) audio.play().catch(() => {});
    else audio.pause();
  }

  function stop() {
    audio.pause();
    light(null);
  }

  // Which of `places`, each [start, end], comes next (1) or before (-1) the place that is played now.
  function step(places, by) {
    const now = state.place ?? (audio.currentTime || -1); // nothing was played yet: the first
    const timed = places.map((place, n) => [secondsOf(...place)?.[0], n]);
    const known = timed.filter(([second]) => second !== undefined).sort((a, b) => a[0] - b[0]);
    const found = by > 0 ? known.find(([s]) => s > now + 0.01) : known.findLast(([s]) => s < now - 0.01);
    return found ? found[1] : null;
  }

  function light(word) {
    if (state.lit === word) return;
    state.lit = word;
    if (!("highlights" in CSS)) return;
    if (!word) return void CSS.highlights.delete("sr-spoken");
    const range = cursor.rangeOf(word[0], word[1]);
    CSS.highlights.set("sr-spoken", new Highlight(range));
    if (state.until === null) reveal(range);
  }

  function keepUp() {
    watchEnd();
    const now = audio.currentTime;
    const word = state.bySecond[lowest(state.bySecond, (one) => one[2] > now) - 1];
    light(word && now < word[3] + 0.2 ? word : null);
  }

  function follow() {
    if (!root.isConnected) return stop();
    keepUp();
    if (!audio.paused) requestAnimationFrame(follow);
  }

  audio.addEventListener("play", () => {
    // Started again at the end of a passage, by the player's own button: it plays on.
    if (state.until !== null && audio.currentTime > state.until - 0.01) state.until = state.place = null;
    requestAnimationFrame(follow);
  });
  for (const change of ["playing", "ratechange"]) audio.addEventListener(change, watchEnd);
  audio.addEventListener("timeupdate", keepUp); // in a hidden tab, too, where nothing is drawn
  audio.addEventListener("ended", () => light(null));
  audio.addEventListener("seeked", () => {
    if (!state.own) state.until = state.place = null; // the person's own choice of a place
    state.own = false;
  });
  return { show, hear, hearSeconds, toggle, step, forget: () => light(null), bar };
}

// The first index of sorted `items` for which `holds`; their number if none.
function lowest(items, holds) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
