// Pictures are drawn by the server in the inks of one theme: when the browser's theme changes (a machine that goes dark
// in the evening, or the menu's own choice), the server is asked to draw them again.
export default function (component) {
  const { setTriggerValue } = component;
  const app = document.querySelector("[data-testid=stApp]");
  if (!app) return undefined;
  const paper = () => getComputedStyle(app).backgroundColor;
  let seen = paper();
  const look = () => requestAnimationFrame(() => {
    const now = paper();
    if (now === seen) return;
    seen = now;
    setTriggerValue("paper", now);
  });
  const observer = new MutationObserver(look);
  observer.observe(app, { attributes: true, attributeFilter: ["class"] });
  return () => observer.disconnect();
}
