import { closedFence } from '../engine/languageModel.ts';

export type WriterOptions<Token> = {
  /** Text of tokens that follow others; a character that is not complete ends in U+FFFD. */
  detokenize(tokens: readonly Token[], before: readonly Token[]): string;
  /** The last token of the prompt. */
  readonly after: Token;
  readonly stopAtFence: boolean;
  readonly stopTokens: ReadonlySet<Token>;
  readonly stopTexts: readonly string[];
};

/** Puts a completion together from its tokens and sees where it ends. */
export class LlamaWriter<Token> {
  readonly #options: WriterOptions<Token>;
  #before: readonly Token[];
  #pending: Token[] = [];
  text = '';
  /** Why the completion is over, as soon as it is. */
  end: 'stop' | 'fence' | undefined;

  constructor(options: WriterOptions<Token>) {
    this.#options = options;
    this.#before = [options.after];
  }

  /** Takes the next token; returns the text that became certain with it. */
  add(token: Token): string {
    if (this.#options.stopTokens.has(token)) {
      this.end = 'stop';
      return '';
    }
    this.#pending.push(token);
    const piece = this.#options.detokenize(this.#pending, this.#before);
    if (piece.endsWith('\uFFFD') && this.#pending.length < 8) return '';
    this.#before = this.#pending;
    this.#pending = [];
    this.text += piece;
    this.#look(piece);
    return piece;
  }

  #look(piece: string): void {
    const stop = this.#options.stopTexts.map(text => this.text.indexOf(text)).filter(index => index >= 0);
    if (stop.length > 0) {
      this.text = this.text.slice(0, Math.min(...stop));
      this.end = 'stop';
    } else if (this.#options.stopAtFence && /[`~\n]/.test(piece)) {
      const closed = closedFence(this.text);
      if (closed === undefined) return;
      this.text = this.text.slice(0, closed);
      this.end = 'fence';
    }
  }
}
