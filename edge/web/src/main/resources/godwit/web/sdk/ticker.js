// Ticks from a Worker: timers of hidden tabs are throttled, those of Workers are not.

const INTERVAL = 500;

/** @returns {() => void} stops it */
export function startTicker(onTick) {
  const worker = new Worker(new URL('./ticker-worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = () => onTick();
  worker.postMessage(INTERVAL);
  return () => worker.terminate();
}
