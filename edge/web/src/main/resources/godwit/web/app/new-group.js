// The dialog that makes a group.

import { utf8Length } from '/sdk/index.js';
import { byId } from './elements.js';
import { PeopleField } from './people-field.js';

/** Bytes of UTF-8, as the server counts. */
export const TITLE_MAX = 256;

export class NewGroup {
  #client;
  #userId;
  #onMade;
  #dialog = byId('new-group');
  #people = new PeopleField(byId('group-people'));

  constructor(client, userId, onMade) {
    this.#client = client;
    this.#userId = userId;
    this.#onMade = onMade;
    byId('show-new-group').onclick = () => this.#show();
    byId('cancel-group').onclick = () => this.#dialog.close();
    byId('new-group-form').onsubmit = (event) => {
      event.preventDefault();
      void this.#make();
    };
  }

  #show() {
    this.#people.clear();
    byId('group-title').value = '';
    byId('new-group-error').textContent = '';
    this.#dialog.showModal();
    byId('group-title').focus();
  }

  async #make() {
    const names = this.#people.read()?.filter((name) => name !== this.#userId);
    const title = byId('group-title').value.trim();
    const wrong = names === undefined ? undefined : whatIsWrong(title, names);
    byId('new-group-error').textContent = wrong ?? '';
    if (names === undefined || wrong !== undefined) {
      return;
    }
    byId('make-group').disabled = true;
    try {
      const chatId = await this.#client.createGroup(names, title);
      if (this.#dialog.open) {
        this.#dialog.close();
        this.#onMade(chatId);
      }
    } catch (refused) {
      byId('new-group-error').textContent = `No group: ${refused.message}`;
    } finally {
      byId('make-group').disabled = false;
    }
  }
}

function whatIsWrong(title, names) {
  if (title === '' || utf8Length(title) > TITLE_MAX) {
    return title === '' ? 'Give the group a name.' : 'That name is too long.';
  }
  return names.length < 2 ? 'A group needs two others at least.' : undefined;
}
