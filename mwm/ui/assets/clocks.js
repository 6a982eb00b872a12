// Counts down every clock on the page, by the server's time; nothing is sent anywhere.
export default function (component) {
  const ahead = component.data.now * 1000 - Date.now();
  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-ends]")) {
      const left = Math.round(Number(clock.dataset.ends) - (Date.now() + ahead) / 1000);
      const seconds = Math.max(left, 0);
      const said = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
      if (clock.textContent !== said) clock.textContent = said;
      clock.classList.toggle("mwm-up", left <= 0);
    }
  };
  tick();
  const timer = setInterval(tick, 500);
  return () => clearInterval(timer);
}
