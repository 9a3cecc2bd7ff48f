// The other end of ticker.js.
self.onmessage = ({ data: interval }) => setInterval(() => self.postMessage(0), interval);
