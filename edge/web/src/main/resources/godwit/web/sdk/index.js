// The browser SDK: everything a page needs to speak with Godwit.

export { changedUsers } from './changes.js';
export { GodwitClient } from './client.js';
export { OutboxFullError } from './outbox.js';
export { RefusedError } from './requests.js';
export { startTicker } from './ticker.js';
export { utf8Length, uuid } from './text.js';
