// Who is in the open group, and what one may do about it.

import { utf8Length } from '/sdk/index.js';
import { button, byId, element, makeAvatar, paintAvatar, presenceText } from './elements.js';
import { TITLE_MAX } from './new-group.js';
import { PeopleField } from './people-field.js';

/** So many are drawn; more by a button. */
const SHOWN = 100;

export class Members {
  #client;
  #userId;
  #onMessage;
  #chatId = null;
  #shownMax = SHOWN;
  #unfolded = null;
  #people = new PeopleField(byId('more-people'));
  #list = byId('member-list');
  #rows = new Map();
  #title = '';

  /** @param {(userId: string) => void} onMessage somebody is to be written to */
  constructor(client, userId, onMessage) {
    this.#client = client;
    this.#userId = userId;
    this.#onMessage = onMessage;
    byId('show-members').onclick = () => (this.isOpen ? this.close() : this.#open());
    byId('hide-members').onclick = () => this.close();
    byId('members').addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    byId('more-members').onclick = () => {
      this.#shownMax += SHOWN;
      this.render();
    };
    this.#onSubmit('add-people', () => this.#add());
    this.#onSubmit('rename', () => this.#rename());
    byId('leave').onclick = () => this.#askToLeave(true);
    byId('stay').onclick = () => this.#askToLeave(false);
    byId('really-leave').onclick = () => this.#do(() => this.#client.leave(this.#chatId));
  }

  get isOpen() {
    return !byId('members').hidden;
  }

  /** Another chat stands before the user. */
  onChat(chatId) {
    if (chatId !== this.#chatId) {
      this.#chatId = chatId;
      this.#rows.clear();
      this.#list.replaceChildren();
      this.#hide();
    }
  }

  close() {
    this.#hide();
    byId('show-members').focus();
  }

  #open() {
    this.#unfolded = null;
    this.#shownMax = SHOWN;
    this.#people.clear();
    byId('group-name').value = this.#title = '';
    byId('members-error').textContent = '';
    this.#askToLeave(false);
    byId('members').hidden = false;
    byId('messenger').classList.add('with-members');
    byId('show-members').setAttribute('aria-expanded', 'true');
    byId('hide-members').focus();
    this.#client.loadMembers(this.#chatId).catch((refused) => this.#say(refused));
    this.render();
  }

  #hide() {
    byId('members').hidden = true;
    byId('messenger').classList.remove('with-members');
    byId('show-members').setAttribute('aria-expanded', 'false');
  }

  render() {
    const chat = this.#client.chat(this.#chatId);
    if (!this.isOpen || chat === undefined) {
      return;
    }
    if (!chat.member) {
      this.#hide();
      return;
    }
    const mayChange = chat.role === 'admin';
    byId('add-people').hidden = byId('rename').hidden = !mayChange;
    this.#paintTitle(chat.givenTitle);
    byId('members-title').textContent = chat.participantsCount === 1 ? '1 member' : `${chat.participantsCount} members`;
    const members = sorted(chat.roles ?? new Map(), this.#userId);
    byId('more-members').hidden = members.length <= this.#shownMax;
    this.#place(members.slice(0, this.#shownMax).map(([user, role]) => this.#row(user, role, mayChange)));
  }

  /** A name that others give comes into the field, unless one is writing another. */
  #paintTitle(title) {
    if (byId('group-name').value === this.#title) {
      byId('group-name').value = title;
    }
    this.#title = title;
  }

  /** Rows stay the same elements: a press or a focus that is on one is not lost when somebody comes or goes. */
  #place(wanted) {
    const stays = new Set(wanted);
    [...this.#list.children].filter((row) => !stays.has(row)).forEach((row) => row.remove());
    wanted.forEach((row, i) => {
      if (this.#list.children[i] !== row) {
        this.#list.insertBefore(row, this.#list.children[i] ?? null);
      }
    });
  }

  #row(user, role, mayChange) {
    let row = this.#rows.get(user);
    if (row === undefined) {
      row = this.#makeRow(user);
      this.#rows.set(user, row);
    }
    const isOther = user !== this.#userId;
    const presence = isOther ? this.#client.presence(user) : undefined;
    paintAvatar(row.querySelector('.avatar'), user, false, presence?.isOnline);
    row.querySelector('.role').hidden = role !== 'admin';
    row.querySelector('.sub').textContent = presenceText(presence);
    if (isOther) {
      this.#paintActions(row, user, role, mayChange);
    }
    return row;
  }

  #makeRow(user) {
    const name = element('span', 'name', user);
    name.dir = 'auto';
    const who = element('span', 'who');
    who.append(name, ...(user === this.#userId ? [element('span', 'you', 'you')] : []), element('span', 'role', 'admin'));
    const row = element('li', '');
    row.append(makeAvatar(), who, element('span', 'sub'));
    if (user !== this.#userId) {
      row.append(this.#unfolder(user));
    }
    return row;
  }

  #unfolder(user) {
    const more = button('⋯', () => {
      this.#unfolded = this.#unfolded === user ? null : user;
      this.render();
    }, 'quiet');
    more.setAttribute('aria-label', `More about ${user}`);
    return more;
  }

  /** Made anew only when there is something else to do. */
  #paintActions(row, user, role, mayChange) {
    const offers = this.#unfolded === user ? `${role} ${mayChange}` : '';
    if (row.dataset.offers !== offers) {
      row.dataset.offers = offers;
      row.querySelector('.actions')?.remove();
      row.querySelector('.quiet').setAttribute('aria-expanded', String(offers !== ''));
      if (offers !== '') {
        row.append(this.#actions(user, role, mayChange));
      }
    }
  }

  #actions(user, role, mayChange) {
    const chatId = this.#chatId;
    const actions = element('span', 'actions');
    actions.append(button('Message', () => this.#onMessage(user)));
    if (mayChange) {
      const other = role === 'admin' ? 'member' : 'admin';
      actions.append(
        button(role === 'admin' ? 'Remove as admin' : 'Make admin', () => this.#do(() => this.#client.setRole(chatId, user, other))),
        button('Remove from group', () => this.#do(() => this.#client.removeMembers(chatId, [user])), 'grave'));
    }
    return actions;
  }

  #onSubmit(form, act) {
    byId(form).onsubmit = (event) => {
      event.preventDefault();
      void act();
    };
  }

  async #add() {
    const names = this.#people.read();
    if (names?.length > 0 && await this.#do(() => this.#client.addMembers(this.#chatId, names))) {
      this.#people.clear();
    }
  }

  #rename() {
    const title = byId('group-name').value.trim();
    if (title === '' || utf8Length(title) > TITLE_MAX) {
      byId('members-error').textContent = title === '' ? 'Give the group a name.' : 'That name is too long.';
      return undefined;
    }
    return this.#do(() => this.#client.rename(this.#chatId, title));
  }

  #askToLeave(isAsked) {
    byId('leave').hidden = isAsked;
    byId('leaving').hidden = !isAsked;
    if (this.isOpen) {
      byId(isAsked ? 'stay' : 'leave').focus();
    }
  }

  /** @returns {Promise<boolean>} whether the server did it */
  async #do(act) {
    byId('members-error').textContent = '';
    this.#fold();
    try {
      await act();
      return true;
    } catch (refused) {
      this.#say(refused);
      return false;
    } finally {
      this.render();
    }
  }

  /** The focus goes back to what had unfolded. */
  #fold() {
    const row = this.#rows.get(this.#unfolded);
    if (row?.querySelector('.actions')?.contains(document.activeElement)) {
      row.querySelector('.quiet').focus();
    }
    this.#unfolded = null;
  }

  #say(refused) {
    byId('members-error').textContent = refused.message;
  }
}

/** Oneself, then admins, then the others, each by name. */
function sorted(roles, userId) {
  const rank = ([user, role]) => (user === userId ? 0 : role === 'admin' ? 1 : 2);
  return [...roles].sort((a, b) => rank(a) - rank(b) || (a[0] < b[0] ? -1 : 1));
}
