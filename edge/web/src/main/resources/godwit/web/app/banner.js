// What stands above everything while the connection is not as it should be.

import { byId } from './elements.js';

const SENTENCES = {
  offline: 'No connection. Trying again; what you write is sent as soon as it is back.',
  replaced: 'Godwit is open in another window as this device.',
  removed: 'This device was removed. Log out and in again to go on.',
  unauthenticated: 'You are not allowed in any more. Log out and in again to go on.',
};

export function paintBanner({ state, reason }) {
  if (state === 'connecting') {
    return; // the first is short, later ones keep what the last failure said
  }
  const sentence = SENTENCES[reason ?? state];
  byId('banner').hidden = sentence === undefined;
  byId('banner-text').textContent = sentence ?? '';
  byId('use-here').hidden = reason !== 'replaced';
}
