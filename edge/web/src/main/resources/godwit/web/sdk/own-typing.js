// That this user is writing: told while it goes on, and that it ended. Each of these frames may be lost.

/** Others let a start fade after 6 s, so one that goes on is told again before. */
const AGAIN = 4_000;
const QUIET = 5_000;

/** The server tells of one start a second. */
const SPACING = 1_100;

export class OwnTyping {
  #send;
  #chatId;
  #inputAt = 0;
  #startedAt = -Infinity;
  #isTold = false;

  /** @param {(frame: object) => boolean} send false: not connected */
  constructor(send) {
    this.#send = send;
  }

  /** The text of a chat changed, and is not empty. */
  onInput(chatId, now) {
    if (chatId !== this.#chatId) {
      this.end();
      this.#chatId = chatId;
    }
    this.#inputAt = now;
    this.#tellAgain(now);
  }

  /** It was sent, or taken back, or another chat is before the user's eyes. */
  end() {
    if (this.#isTold) {
      this.#tell('stop');
    }
    this.onOffline();
  }

  /** The connection that told of it is gone: it fades there. */
  onOffline() {
    this.#chatId = undefined;
    this.#isTold = false;
  }

  onTick(now) {
    if (this.#chatId !== undefined && now - this.#inputAt >= QUIET) {
      this.end();
    } else if (this.#chatId !== undefined && !this.#isTold) {
      this.#tellAgain(now);
    }
  }

  #tellAgain(now) {
    if (now - this.#startedAt >= (this.#isTold ? AGAIN : SPACING) && this.#tell('start')) {
      this.#startedAt = now;
      this.#isTold = true;
    }
  }

  #tell(state) {
    return this.#send({ type: 'TYPING', chat_id: this.#chatId, state });
  }
}
