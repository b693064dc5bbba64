// The bar of what can be undone: counts the server's seconds down, and takes away what has become too late.

export function countDown() {
  const since = performance.now();
  const bar = document.getElementById("fortryd");
  if (!bar || !bar.querySelector(".undo")) return;
  const tick = () => {
    const passed = Math.floor((performance.now() - since) / 1000);
    for (const undo of bar.querySelectorAll(".undo")) {
      const left = Number(undo.dataset.seconds) - passed;
      if (left <= 0) undo.remove();
      else undo.querySelector(".undo-left").textContent = left;
    }
    if (!bar.querySelector(".undo")) clearInterval(clock);
  };
  const clock = setInterval(tick, 1000);
}
