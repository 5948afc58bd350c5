// Remembers the labeller's name in this browser, and nowhere else.
// `name`: null to ask for the remembered one, empty to forget it.

const KEY = "speech-refiner-labeller";

export default function ({ data: [name], setTriggerValue }) {
  try {
    if (name) localStorage.setItem(KEY, name);
    else if (name === "") localStorage.removeItem(KEY);
    else if (localStorage.getItem(KEY)) setTriggerValue("remembered", localStorage.getItem(KEY));
  } catch {
    // A browser that keeps nothing: the name lasts until the page is loaded again.
  }
}
