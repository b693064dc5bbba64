// What can be undone: counts the server's seconds down, and takes away what has become too late.

export function countDown(undo) {
  const until = performance.now() + Number(undo.dataset.seconds) * 1000;
  const shown = undo.querySelector(".undo-left");
  const clock = setInterval(() => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left > 0) {
      if (shown) shown.textContent = left;
    } else {
      undo.remove();
      clearInterval(clock);
    }
  }, 1000);
}
