// Warns before a session ends, and lets the reader stay. Everything works without this.
(() => {
  const warning = document.getElementById("session-warning");
  if (!warning) return;
  const { idleSeconds, warningSeconds, extension, token } = warning.dataset;
  const wait = (Number(idleSeconds) - Number(warningSeconds)) * 1000;
  let timer;

  const begin = () => {
    warning.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => { warning.hidden = false; }, wait);
  };

  warning.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(extension, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.ok) begin();
  });

  begin();
})();
