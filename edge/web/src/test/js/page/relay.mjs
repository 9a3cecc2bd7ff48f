// A person's stretch of network before a server: it can be cut, be made to swallow what comes, and be mended.

import { connect, createServer } from 'node:net';

/** @returns {Promise<{url: string, cut(): void, swallow(): void, mend(): void, close(): void}>} */
export function startRelay(serverUrl) {
  const server = new URL(serverUrl);
  const sockets = new Set();
  let isCut = false;
  let isSwallowing = false;

  const relay = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(server.port), server.hostname);
    const here = `127.0.0.1:${relay.address().port}`;
    let isUpgraded = false;
    near.on('data', (bytes) => {
      // The server looks at Host and Origin: to it, the page comes from its own address.
      far.write(isUpgraded ? bytes : Buffer.from(bytes.toString('latin1').replaceAll(here, server.host), 'latin1'));
      isUpgraded ||= bytes.includes('Sec-WebSocket-Key');
    });
    far.on('data', (bytes) => isSwallowing || near.write(bytes));
    for (const [one, other] of [[near, far], [far, near]]) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const dropAll = () => sockets.forEach((socket) => socket.destroy());
  return new Promise((resolve) => {
    relay.listen(0, '127.0.0.1', () => resolve({
      url: `http://127.0.0.1:${relay.address().port}`,
      cut() {
        isCut = true;
        dropAll();
      },
      swallow() {
        isSwallowing = true;
      },
      mend() {
        isCut = isSwallowing = false;
      },
      close() {
        dropAll();
        relay.close();
      },
    }));
  });
}
