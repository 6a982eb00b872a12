// The keys of present mode: P enters it; arrows step, Escape leaves, space or Enter reveals. Buttons of our own HTML
// with data-press do the same. Typing in a field, an open menu and keys held down with others are left alone.
// It also says how many times larger or smaller a shared screen is than the one that present.css is made for.
const MADE_FOR = { width: 1920, height: 1080 }, SMALLEST = 0.5;
const WAYS = {
  ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous",
  Escape: "leave", " ": "reveal", Enter: "reveal",
};
const FIELDS = "input, textarea, select, [contenteditable=true], [role=textbox], [role=combobox], [role=slider]";
const OPEN = "[role=menu], [role=listbox], [role=dialog], [data-testid=stPopoverBody]";

export default function (component) {
  const { data, setTriggerValue } = component;
  // What is on the screen, not what was when the server last spoke: the run that P asks for has already begun then.
  const presenting = () => document.querySelector(".st-key-present") !== null;
  const press = (what) => setTriggerValue("pressed", what);
  const onKey = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(FIELDS)) return;
    if (!presenting()) {
      if (data.possible && event.key.toLowerCase() === "p" && !document.querySelector(OPEN)) press("enter");
      return;
    }
    const way = WAYS[event.key];
    if (!way || (way === "reveal" && target.closest("a, button"))) return;
    event.preventDefault();
    press(way);
  };
  const onClick = (event) => {
    const button = event.target.closest && event.target.closest("[data-press]");
    if (button) press(button.getAttribute("data-press"));
  };
  // The browser's way back out of present mode is a way out like Escape.
  const onBack = () => {
    if (presenting() && !new URLSearchParams(window.location.search).has("present")) press("leave");
  };
  const fit = () => {
    const scale = Math.min(window.innerWidth / MADE_FOR.width, window.innerHeight / MADE_FOR.height);
    document.documentElement.style.setProperty("--mwm-scale", Math.max(scale, SMALLEST).toFixed(4));
  };
  fit();
  window.addEventListener("resize", fit);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  window.addEventListener("popstate", onBack);
  document.documentElement.dataset.keys = "heard";
  return () => {
    delete document.documentElement.dataset.keys;
    window.removeEventListener("resize", fit);
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", onClick);
    window.removeEventListener("popstate", onBack);
  };
}
