// Copies a link to the view with every value, defaults too; the address in the browser may lack some of them.
export default function (component) {
  const { parentElement, data } = component;
  let button = parentElement.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "mwm-button";
    button.textContent = "Copy link to this view";
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "mwm-said";
    parentElement.append(button, said);
  }
  const said = parentElement.querySelector("[role=status]");
  let timer;
  button.onclick = async () => {
    const address = `${window.location.origin}${window.location.pathname}?${data.query}`;
    let copied = true;
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      // Without a secure connection browsers only offer the older way.
      const field = document.createElement("textarea");
      field.value = address;
      document.body.append(field);
      field.select();
      copied = document.execCommand("copy");
      field.remove();
      button.focus();
    }
    said.textContent = copied ? "Link copied" : "Copy the address from the browser’s own bar";
    clearTimeout(timer);
    timer = setTimeout(() => (said.textContent = ""), 4000);
  };
  return () => clearTimeout(timer);
}
