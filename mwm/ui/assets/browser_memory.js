// Keeps one text in this browser under a name, and tells what is kept there.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const key = `mwm-${data.name}`;
  let kept = "";
  try {
    if (data.write === "") window.localStorage.removeItem(key);
    else if (data.write !== null) window.localStorage.setItem(key, data.write);
    kept = window.localStorage.getItem(key) ?? "";
  } catch {
    // A browser that keeps nothing is a browser that starts afresh.
  }
  const told = `${key}=${kept}`;
  if (parentElement.dataset.told !== told) {
    parentElement.dataset.told = told;
    setStateValue("kept", `=${kept}`);
  }
}
